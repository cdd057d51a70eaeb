// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.StoragePort;
import dev.storageport.port.StorageProvider;
import dev.storageport.port.StorageUrl;
import java.util.Map;
import java.util.TreeSet;

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
        StorageUrl url = StorageUrl.parse(text);
        String place = "scheme " + url.scheme();
        InstalledProviders installed = new InstalledProviders();
        StorageProvider provider = installed.first(one -> one.schemes().contains(url.scheme()));
        if (provider != null) {
            try {
                return provider.port(url);
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
        String artifact = ARTIFACTS.get(url.scheme());
        if (artifact != null) {
            throw new ConfigurationException(
                    place, "its backend is missing; add the artifact dev.storageport:" + artifact);
        }
        throw new ConfigurationException(place, "is unknown; known are " + new TreeSet<>(ARTIFACTS.keySet()));
    }
}
