// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring.test;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.fake.ManualClock;
import dev.storageport.spring.StorageAutoConfiguration;
import dev.storageport.spring.StorageOptionsCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The storage in memory that {@link StorageTest} puts in the place of the application's. Never found by itself: only a test imports it. */
@AutoConfiguration(before = StorageAutoConfiguration.class)
public class StorageTestAutoConfiguration {

    /** Called by Spring. */
    public StorageTestAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    FakeDatabase storageFakeDatabase(ObjectProvider<ManualClock> clock) {
        ManualClock manual = clock.getIfUnique();
        return manual == null ? new FakeDatabase() : new FakeDatabase(manual);
    }

    @Bean
    Storage storage(
            FakeDatabase database,
            ObjectProvider<ManualClock> clock,
            ObjectProvider<CollectionSpec<?>> specs,
            ObjectProvider<StorageOptionsCustomizer> customizers) {
        StorageOptions.Builder options = StorageOptions.builder();
        customizers.orderedStream().forEach(customizer -> customizer.customize(options));
        clock.ifUnique(options::clock);
        return FakeStorage.open(database, options.build(), specs.orderedStream().toArray(CollectionSpec<?>[]::new));
    }
}
