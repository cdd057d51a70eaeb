// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.CollectionSpec;
import dev.storageport.ConfigurationException;
import dev.storageport.Storage;
import dev.storageport.StorageConfig;
import dev.storageport.StorageOptions;
import dev.storageport.port.NearestName;
import dev.storageport.port.Option;
import dev.storageport.postgres.PostgresOptions;
import dev.storageport.postgres.PostgresSettings;
import dev.storageport.postgres.PostgresStorage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Opens a storage on the application's data source. A class of its own, because only here the backend has to be there. */
final class DataSourceStorage {

    /** The options of {@link PostgresSettings}: what holds for each connection, wherever it comes from. */
    static final Set<String> SETTINGS = Set.of(
            "schema",
            "statementTimeout",
            "openAttempts",
            "openPause",
            "combiningLanes",
            "durability",
            "sessionSettings");

    /** Where options are read from that are given to a data source. Nothing connects to it. */
    private static final String NOWHERE = "postgres://data-source:none@localhost/none";

    private DataSourceStorage() {}

    static Storage open(
            DataSource dataSource,
            StorageProperties properties,
            Consumer<StorageOptions.Builder> customized,
            CollectionSpec<?>... specs) {
        Map<String, String> settings = new TreeMap<>();
        properties.options().forEach((name, value) -> {
            String option = name.substring(StorageProperties.PREFIX.length());
            named(option, SETTINGS.stream()).ifPresent(setting -> settings.put(setting, value));
            if (named(option, ofConnections()).isPresent()) {
                throw new ConfigurationException(name, "is for connections, which are those of the data source");
            }
        });
        StorageConfig config = StorageConfig.builder()
                .from(StorageProperties.PREFIX, properties.options())
                .url(NOWHERE)
                .options(customized)
                .build();
        return PostgresStorage.open(dataSource, read(settings), config.options(), specs);
    }

    private static PostgresSettings read(Map<String, String> settings) {
        String parameters = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "="
                        + URLEncoder.encode(setting.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
        return PostgresOptions.parse(parameters.isEmpty() ? NOWHERE : NOWHERE + "?" + parameters)
                .settings();
    }

    private static Stream<String> ofConnections() {
        List<Option<?>> all = StorageConfig.backendOptions("postgres");
        return all.stream().map(Option::name).filter(name -> !SETTINGS.contains(name));
    }

    private static Optional<String> named(String option, Stream<String> names) {
        return names.filter(name -> NearestName.folded(name).equals(NearestName.folded(option)))
                .findFirst();
    }
}
