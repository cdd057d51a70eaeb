// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.SchemaException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import java.util.List;

/**
 * Where the documents of a collection are.
 *
 * @param schema the schema
 * @param collection the collection as the program declares it
 * @param columns the columns of the declared indexes that the database has, in their order
 */
record PostgresTable(String schema, CollectionDefinition collection, List<PostgresColumn> columns) {

    /** Copies the list. */
    PostgresTable {
        columns = List.copyOf(columns);
    }

    String documents() {
        return documents(schema, collection.name());
    }

    String contents() {
        return contents(schema, collection.name());
    }

    static String documents(String schema, String collection) {
        return PostgresNames.qualified(schema, collection);
    }

    static String contents(String schema, String collection) {
        return PostgresNames.qualified(schema, collection + "$content");
    }

    /** Returns the bits of all declared indexes. */
    long mask() {
        return columns.stream().mapToLong(PostgresColumn::bit).reduce(0, (left, right) -> left | right);
    }

    /**
     * Returns the column of a declared index.
     *
     * @throws SchemaException if the database lacks it, which opening has ruled out unless it was told to compare nothing
     */
    PostgresColumn column(String index) {
        return column(collection.index(index));
    }

    private PostgresColumn column(IndexDefinition wanted) {
        for (PostgresColumn column : columns) {
            if (column.definition().equals(wanted)) {
                return column;
            }
        }
        throw new SchemaException(
                "collection " + collection.name() + ", index " + wanted.name() + ": the database does not have it as "
                        + wanted.described(),
                null);
    }

    /** Refuses writes that would leave out an index. */
    void requireComplete() {
        if (columns.size() != collection.indexes().size()) {
            collection.indexes().forEach(this::column);
        }
    }

    boolean hasUniqueIndex() {
        return collection.indexes().stream().anyMatch(IndexDefinition::unique);
    }
}
