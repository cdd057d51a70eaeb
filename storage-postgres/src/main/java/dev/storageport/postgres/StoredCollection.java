// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.SchemaException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the documents of a collection are.
 *
 * @param schema the schema
 * @param collection the collection as the program declares it
 * @param indexes the columns of the declared indexes that the database has, in their order
 */
record StoredCollection(String schema, CollectionDefinition collection, List<StoredIndex> indexes) {

    /** Copies the list. */
    StoredCollection {
        indexes = List.copyOf(indexes);
    }

    String documents() {
        return documents(schema, collection.name());
    }

    String contents() {
        return contents(schema, collection.name());
    }

    static String documents(String schema, String collection) {
        return Names.qualified(schema, collection);
    }

    static String contents(String schema, String collection) {
        return Names.qualified(schema, collection + "$content");
    }

    /** Returns the bits of all declared indexes. */
    long mask() {
        return indexes.stream().mapToLong(StoredIndex::bit).reduce(0, (left, right) -> left | right);
    }

    /**
     * Returns the column of a declared index.
     *
     * @throws SchemaException if the database lacks it, which opening has ruled out unless it was told to compare nothing
     */
    StoredIndex index(String index) {
        return index(collection.index(index));
    }

    private StoredIndex index(IndexDefinition wanted) {
        for (StoredIndex storedIndex : indexes) {
            if (storedIndex.definition().equals(wanted)) {
                return storedIndex;
            }
        }
        throw new SchemaException(
                "collection " + collection.name() + ", index " + wanted.name() + ": the database does not have it as "
                        + wanted.described(),
                null);
    }

    /**
     * Returns declared indexes.
     *
     * @throws SchemaException as for {@link #index(String)}
     */
    Set<StoredIndex> indexes(Set<String> names) {
        Set<StoredIndex> found = new LinkedHashSet<>();
        names.forEach(name -> found.add(index(name)));
        return found;
    }

    /** Refuses writes that would leave out an index. */
    void requireComplete() {
        if (indexes.size() != collection.indexes().size()) {
            collection.indexes().forEach(this::index);
        }
    }

    boolean hasUniqueIndex() {
        return collection.indexes().stream().anyMatch(IndexDefinition::unique);
    }
}
