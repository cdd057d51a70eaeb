// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A storage was opened.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param address where the database is, for people: a file, or server and database; never a user or a password
 * @param versions what it is made of, by name: {@code library}, {@code driver}, {@code database}, as far as they are known
 * @param settings what it was opened with, by the name of the option; never a secret
 * @param collections the names of the declared collections
 * @param duration how long opening took, the building of indexes with it
 */
public record StorageOpened(
        String backend,
        String address,
        Map<String, String> versions,
        Map<String, String> settings,
        List<String> collections,
        Duration duration) {

    /** Copies maps and list, in their order. */
    public StorageOpened {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        collections = List.copyOf(collections);
    }
}
