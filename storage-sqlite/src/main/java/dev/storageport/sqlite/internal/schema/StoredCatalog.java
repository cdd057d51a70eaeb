// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.schema;

import dev.storageport.SchemaException;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a database says it holds.
 *
 * @param layout its layout; 0 if it is empty
 * @param collections its collections, by name
 * @param objects the names of its tables, indexes and triggers
 */
public record StoredCatalog(int layout, List<Collection> collections, Set<String> objects) {

    static final StoredCatalog EMPTY = new StoredCatalog(0, List.of(), Set.of());

    /**
     * A collection of the database.
     *
     * @param name its name
     * @param nextSlot the slot of the index that is added next
     * @param indexes its indexes, by name and then by slot
     */
    public record Collection(String name, int nextSlot, List<StoredIndex> indexes) {

        public Optional<StoredIndex> index(IndexDefinition definition) {
            return indexes.stream()
                    .filter(index -> index.definition().equals(definition))
                    .findFirst();
        }
    }

    public Optional<Collection> collection(String name) {
        return collections.stream()
                .filter(collection -> collection.name().equals(name))
                .findFirst();
    }

    /**
     * Reads the catalog; the caller holds a transaction open, because it takes several statements.
     *
     * @param known the layout of this library
     * @throws SchemaException if this library cannot go on with what it finds
     */
    public static StoredCatalog read(DatabaseConnection connection, Layout known, String database) throws SQLException {
        int layout = known.of(connection, database);
        if (layout == 0) {
            return EMPTY;
        }
        try {
            return new StoredCatalog(layout, collections(connection), objects(connection));
        } catch (IllegalArgumentException unknownName) {
            throw new SchemaException(database + ": its catalog was changed", unknownName);
        }
    }

    private static Set<String> objects(DatabaseConnection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (ResultSet rows = connection.statement(Sql.OBJECTS).executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static List<Collection> collections(DatabaseConnection connection) throws SQLException {
        SortedMap<String, Collection> found = new TreeMap<>();
        try (ResultSet rows = connection.statement(Layout.COLLECTIONS).executeQuery()) {
            while (rows.next()) {
                String name = rows.getString(1);
                found.put(name, new Collection(name, Math.toIntExact(rows.getLong(2)), new ArrayList<>()));
            }
        }
        try (ResultSet rows = connection.statement(Layout.INDEXES).executeQuery()) {
            while (rows.next()) {
                IndexDefinition definition = new IndexDefinition(
                        rows.getString(2),
                        IndexKind.valueOf(rows.getString(3)),
                        IndexType.valueOf(rows.getString(4)),
                        Math.toIntExact(rows.getLong(5)));
                Collection owner = found.get(rows.getString(1));
                if (owner == null) {
                    throw new IllegalArgumentException("an index of no collection");
                }
                owner.indexes().add(new StoredIndex(definition, Math.toIntExact(rows.getLong(6)), rows.getString(7)));
            }
        }
        return List.copyOf(found.values());
    }
}
