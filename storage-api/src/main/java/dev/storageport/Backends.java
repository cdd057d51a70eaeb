// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.NearestName;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StorageProvider;
import dev.storageport.port.StorageUrl;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the backend for a URL among those on the class path or module path. */
final class Backends {

    private static final Map<String, String> ARTIFACTS = Map.of(
            "memory", "storage-fake",
            "sqlite", "storage-sqlite",
            "jdbc:sqlite", "storage-sqlite",
            "postgres", "storage-postgres",
            "postgresql", "storage-postgres",
            "jdbc:postgresql", "storage-postgres");

    private Backends() {}

    static StoragePort port(String text) {
        return port(StorageUrl.parse(text));
    }

    static StoragePort port(StorageUrl url) {
        return using(url.scheme(), provider -> {
            requireOfBackend(url, provider);
            return provider.port(url);
        });
    }

    /** Returns the URL as it may be shown, after checking it. */
    static String shown(StorageUrl url) {
        return using(url.scheme(), provider -> {
            requireOfBackend(url, provider);
            return provider.shown(url);
        });
    }

    private static void requireOfBackend(StorageUrl url, StorageProvider provider) {
        for (String parameter : url.parameters().keySet()) {
            if (StorageOptionSet.ALL.option(parameter).isPresent()
                    && provider.options().stream()
                            .noneMatch(option -> option.name().equals(parameter))) {
                throw new ConfigurationException(
                        "parameter " + parameter,
                        "is an option of the library, which a URL does not have; set it by StorageConfig or StorageOptions");
            }
        }
    }

    /** Returns what the backend of the scheme answers. */
    static <R> R using(String scheme, Function<StorageProvider, R> asked) {
        String place = "scheme " + scheme;
        InstalledProviders installed = new InstalledProviders();
        StorageProvider provider = installed.first(one -> one.answersTo(scheme));
        if (provider != null) {
            try {
                return asked.apply(provider);
            } catch (LinkageError incomplete) {
                throw new ConfigurationException(
                        place,
                        "its backend " + provider.getClass().getName() + " lacks a class it needs ("
                                + InstalledProviders.reason(incomplete)
                                + "); add the artifact with all its dependencies",
                        incomplete);
            }
        }
        if (installed.firstFailure() != null) {
            throw installed.refused(place);
        }
        String artifact = ARTIFACTS.get(withoutDriver(scheme));
        if (artifact != null) {
            throw new ConfigurationException(
                    place, "its backend is missing; add the artifact dev.storageport:" + artifact);
        }
        throw new ConfigurationException(place, "is unknown; known are " + new TreeSet<>(ARTIFACTS.keySet()));
    }

    /** Returns the scheme of an installed backend that has the option, by its folded name, if the one that is meant has not. */
    static Optional<String> otherSchemeWith(String foldedOption, String meant) {
        return Stream.of("postgres", "sqlite")
                .filter(scheme -> !scheme.equals(meant))
                .filter(scheme -> {
                    StorageProvider other = new InstalledProviders().first(one -> one.answersTo(scheme));
                    return other != null
                            && other.options().stream()
                                    .anyMatch(option ->
                                            NearestName.folded(option.name()).equals(foldedOption));
                })
                .findFirst();
    }

    /** Returns the scheme without the driver that programs in other languages write behind it: {@code postgresql+psycopg}. */
    private static String withoutDriver(String scheme) {
        int plus = scheme.startsWith("postgres") ? scheme.indexOf('+') : -1;
        return plus < 0 ? scheme : scheme.substring(0, plus);
    }
}
