// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import dev.storageport.ConfigurationException;
import dev.storageport.StorageConfig;
import dev.storageport.port.NearestName;
import dev.storageport.port.Option;
import java.util.List;
import java.util.stream.Stream;

/** The names of all options of the library and of the backends that are there. */
final class OptionNames {

    /** One scheme of each backend that has options. */
    private static final List<String> SCHEMES = List.of("postgres", "sqlite");

    private OptionNames() {}

    /** Returns whether an option, or the file of a secret one, has the name, however it is written. */
    static boolean known(String name) {
        String folded = NearestName.folded(name);
        return Stream.concat(
                        Stream.of(StorageConfig.ownOptions(), StorageConfig.libraryOptions()),
                        SCHEMES.stream().map(OptionNames::ofBackend))
                .flatMap(List::stream)
                .flatMap(option ->
                        option.isSecret() ? Stream.of(option.name(), option.name() + "File") : Stream.of(option.name()))
                .anyMatch(known -> NearestName.folded(known).equals(folded));
    }

    private static List<Option<?>> ofBackend(String scheme) {
        try {
            return StorageConfig.backendOptions(scheme);
        } catch (ConfigurationException notInstalled) {
            return List.of();
        }
    }
}
