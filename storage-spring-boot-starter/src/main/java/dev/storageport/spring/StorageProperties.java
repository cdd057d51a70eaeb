// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.CollectionSpec;
import dev.storageport.ConfigurationException;
import dev.storageport.Storage;
import dev.storageport.StorageConfig;
import dev.storageport.StorageOptions;
import dev.storageport.port.NearestName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * What the application's properties say below {@code storage.}: every option of {@link StorageConfig} by its name, in any of the forms that Spring
 * Boot takes for one, and where the storage is. A name that is no option is refused. Only environment variables are shared with others: one that begins
 * with {@code STORAGE_} and is no option may be somebody else's, so it is told of and left alone.
 */
final class StorageProperties {

    static final String PREFIX = "storage.";
    static final String DATA_SOURCE = "data-source";

    private static final Logger LOG = LoggerFactory.getLogger(StorageProperties.class);

    /** What says where a storage is; the first that there is decides. */
    private static final Set<String> PLACES = Set.of("url", "urlfile", "host", "path");

    /** What Kubernetes tells each container of a service that happens to be called storage. */
    private static final Pattern SERVICE_LINK = Pattern.compile("service\\.(host|port(\\..*)?)|port\\.[0-9]+\\..*");

    private static final Pattern LINKED_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> options;
    private final @Nullable String dataSource;

    private StorageProperties(Map<String, String> options, @Nullable String dataSource) {
        this.options = options;
        this.dataSource = dataSource;
    }

    static StorageProperties of(Environment environment) {
        Set<String> shared = new HashSet<>();
        Map<String, String> all = Binder.get(environment)
                .bind("storage", Bindable.mapOf(String.class, String.class), new FromEnvironment(shared))
                .orElseGet(Map::of);
        Map<String, String> options = new LinkedHashMap<>();
        String dataSource = null;
        for (Map.Entry<String, String> property : all.entrySet()) {
            String name = property.getKey();
            if (NearestName.folded(name).equals(NearestName.folded(DATA_SOURCE))) {
                dataSource = property.getValue();
            } else if (!shared.contains(name) || !isOfOthers(name, property.getValue())) {
                options.put(PREFIX + name, property.getValue());
            }
        }
        return new StorageProperties(options, dataSource);
    }

    /** Says whether an environment variable is somebody else's, and tells of it unless that is plain. */
    private static boolean isOfOthers(String name, String value) {
        if (SERVICE_LINK.matcher(name).matches() || LINKED_PORT.matcher(value).matches()) {
            return true;
        }
        boolean unknown = !OptionNames.known(name);
        if (unknown) {
            LOG.warn(
                    "The environment variable STORAGE_{} is no option of the storage and is left alone",
                    variable(name));
        }
        return unknown;
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** Returns what {@code storage.data-source} says, where the storage is to be on one. */
    String dataSource() {
        return dataSource == null ? "false" : dataSource;
    }

    /** Returns the options with the names they were given by. */
    Map<String, String> options() {
        return options;
    }

    /** Opens the storage that the properties name. */
    Storage open(Consumer<StorageOptions.Builder> customized, CollectionSpec<?>... specs) {
        if (place() == null) {
            throw new ConfigurationException(
                    "storage.url",
                    "is missing, and so are storage.host, storage.path and storage.data-source; nothing says where the storage is");
        }
        return StorageConfig.builder()
                .from(PREFIX, options)
                .options(customized)
                .build()
                .open(specs);
    }

    /** Returns the property that says where the storage is; none if no property does. */
    @Nullable
    String place() {
        return options.keySet().stream()
                .filter(name -> PLACES.contains(NearestName.folded(name.substring(PREFIX.length()))))
                .sorted()
                .findFirst()
                .orElse(null);
    }

    /** Remembers what came from environment variables. */
    private static final class FromEnvironment extends AbstractBindHandler {

        private final Set<String> shared;

        FromEnvironment(Set<String> shared) {
            this.shared = shared;
        }

        @Override
        public Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            ConfigurationProperty property = context.getConfigurationProperty();
            if (property != null
                    && property.getSource().getUnderlyingSource() instanceof SystemEnvironmentPropertySource) {
                shared.add(name.subName(1).toString());
            }
            return result;
        }
    }
}
