// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.CollectionSpec;
import dev.storageport.ConfigurationException;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Opens the storage that the properties below {@code storage.} describe, with every bean of type {@link CollectionSpec} declared, unless the
 * application defines a {@link Storage} itself, and every bean of type {@link StorageListener} told what it does. Each declaration brings a {@link dev.storageport.DocumentCollection} to inject.
 *
 * <p>The storage opens while the application starts, which does not start without it. It is closed as a bean is destroyed: after the web server has
 * ended its requests and every lifecycle has stopped, after all beans that use it, and before the data source that it uses.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration", // Spring Boot 3.5
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration", // Spring Boot 4.0
        })
public class StorageAutoConfiguration {

    /** Called by Spring. */
    public StorageAutoConfiguration() {}

    @Bean
    static CollectionBeans storageCollections() {
        return new CollectionBeans();
    }

    private static CollectionSpec<?>[] declared(ObjectProvider<CollectionSpec<?>> specs) {
        return specs.orderedStream().toArray(CollectionSpec<?>[]::new);
    }

    private static Consumer<StorageOptions.Builder> all(
            ObjectProvider<StorageListener> listeners, ObjectProvider<StorageOptionsCustomizer> customizers) {
        return options -> {
            listeners.orderedStream().forEach(options::listener);
            customizers.orderedStream().forEach(one -> one.customize(options));
        };
    }

    /** On connections of its own, or in a file, or in memory. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(Storage.class)
    @ConditionalOnProperty(prefix = "storage", name = "data-source", havingValue = "false", matchIfMissing = true)
    static class OfUrl {

        @Bean
        Storage storage(
                Environment environment,
                ObjectProvider<CollectionSpec<?>> specs,
                ObjectProvider<StorageListener> listeners,
                ObjectProvider<StorageOptionsCustomizer> customizers) {
            return StorageProperties.of(environment).open(all(listeners, customizers), declared(specs));
        }
    }

    /** On connections of the application's data source, after whatever prepares its database: Flyway, Liquibase, scripts. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(Storage.class)
    @ConditionalOnProperty(prefix = "storage", name = "data-source")
    static class OfDataSource {

        @Bean
        @DependsOnDatabaseInitialization
        Storage storage(
                Environment environment,
                ListableBeanFactory beans,
                ObjectProvider<DataSource> dataSources,
                ObjectProvider<CollectionSpec<?>> specs,
                ObjectProvider<StorageListener> listeners,
                ObjectProvider<StorageOptionsCustomizer> customizers) {
            StorageProperties properties = StorageProperties.of(environment);
            DataSource dataSource = DataSources.named(properties, beans, dataSources);
            if (!ClassUtils.isPresent("dev.storageport.postgres.PostgresStorage", null)) {
                throw new ConfigurationException(
                        "storage.data-source", "needs the artifact dev.storageport:storage-postgres");
            }
            return DataSourceStorage.open(dataSource, properties, all(listeners, customizers), declared(specs));
        }
    }
}
