// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.micrometer.StorageMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The storage's meters in the application's registry, if {@code storage-micrometer} is on the class path. */
@AutoConfiguration(
        before = StorageAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration", // 3.5
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration", // 4.0
        })
@ConditionalOnClass({MeterRegistry.class, StorageMetrics.class})
@ConditionalOnBean(MeterRegistry.class)
public class StorageMetricsAutoConfiguration {

    /** Called by Spring. */
    public StorageMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    StorageMetrics storageMetrics(MeterRegistry registry) {
        return StorageMetrics.builder(registry).build();
    }
}
