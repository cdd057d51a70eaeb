// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.schema.Schema;
import dev.storageport.postgres.internal.schema.StoredCatalog;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.schema.StoredIndex;
import dev.storageport.postgres.internal.statement.CollectionSql;
import java.util.HashMap;
import java.util.Map;

/**
 * What opening has found out about the declared collections.
 *
 * @param collections their statements, by name
 * @param uniqueIndexes their unique indexes, by the names these have in the database
 * @param notes what an operator should know about their indexes, each after a semicolon
 */
record Opened(Map<String, CollectionSql> collections, Map<String, Errors.UniqueIndex> uniqueIndexes, String notes) {

    /** Before opening. */
    static final Opened NOTHING = new Opened(Map.of(), Map.of(), "");

    /** Copies the maps. */
    public Opened {
        collections = Map.copyOf(collections);
        uniqueIndexes = Map.copyOf(uniqueIndexes);
    }

    /** Returns what a program finds of what it declares. */
    static Opened of(String schema, StoredCatalog stored, Catalog declared) {
        Map<String, CollectionSql> collections = new HashMap<>();
        Map<String, Errors.UniqueIndex> uniqueIndexes = new HashMap<>();
        StringBuilder notes = new StringBuilder();
        for (CollectionDefinition collection : declared.collections()) {
            StoredCollection table = Schema.table(schema, stored, collection);
            collections.put(collection.name(), new CollectionSql(table));
            for (StoredIndex storedIndex : table.indexes()) {
                String index = storedIndex.definition().name();
                if (storedIndex.definition().unique()) {
                    uniqueIndexes.put(
                            storedIndex.valueIndex(collection.name()),
                            new Errors.UniqueIndex(collection.name(), index));
                }
                Schema.note(stored, collection.name(), storedIndex)
                        .ifPresent(note -> notes.append("; collection ")
                                .append(collection.name())
                                .append(", index ")
                                .append(index)
                                .append(": ")
                                .append(note));
            }
        }
        return new Opened(collections, uniqueIndexes, notes.toString());
    }
}
