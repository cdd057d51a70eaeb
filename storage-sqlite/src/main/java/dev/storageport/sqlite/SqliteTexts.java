// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.CollectionDefinition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The SQL of each collection, by its name. Used by any number of threads. */
final class SqliteTexts {

    private final Map<String, SqliteSql> byCollection = new ConcurrentHashMap<>();

    SqliteSql of(CollectionDefinition collection) {
        SqliteSql known = byCollection.get(collection.name());
        return known != null
                ? known
                : byCollection.computeIfAbsent(collection.name(), name -> new SqliteSql(collection));
    }
}
