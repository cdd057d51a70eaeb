// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.SchemaException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the documents of a collection are.
 *
 * @param schema the schema
 * @param collection the collection as the program declares it
 * @param indexes the declared indexes that the database has, in their order
 */
public record StoredCollection(String schema, CollectionDefinition collection, List<StoredIndex> indexes) {

    /** Copies the list. */
    public StoredCollection {
        indexes = List.copyOf(indexes);
    }

    public String documents() {
        return documents(schema, collection.name());
    }

    public static String documents(String schema, String collection) {
        return Names.qualified(schema, collection);
    }

    /** Returns the name of a table that is nobody's: the place of contents that come in parts, if there are such one day. */
    static String reserved(String collection) {
        return collection + "$content";
    }

    /** Returns those that have columns of their own. */
    public List<StoredIndex> columns() {
        return indexes.stream().filter(StoredIndex::hasValues).toList();
    }

    /** Returns the bits of all declared indexes. */
    public long mask() {
        return columns().stream().mapToLong(StoredIndex::bit).reduce(0, (left, right) -> left | right);
    }

    /**
     * Returns the column of a declared index.
     *
     * @throws SchemaException if the database lacks it, which opening has ruled out unless it was told to compare nothing
     */
    public StoredIndex index(String index) {
        return index(collection.index(index));
    }

    private StoredIndex index(IndexDefinition wanted) {
        return held(wanted)
                .orElseThrow(() -> SchemaException.missing(
                        collection.place() + ", index " + wanted.name() + " (" + wanted.described() + ")", null));
    }

    Optional<StoredIndex> held(IndexDefinition wanted) {
        return indexes.stream()
                .filter(storedIndex -> storedIndex.definition().equals(wanted))
                .findFirst();
    }

    /**
     * Returns declared indexes.
     *
     * @throws SchemaException as for {@link #index(String)}
     */
    public Set<StoredIndex> indexes(Set<String> names) {
        Set<StoredIndex> found = new LinkedHashSet<>();
        names.forEach(name -> found.add(index(name)));
        return found;
    }

    /** Refuses writes that would leave out an index. */
    public void requireComplete() {
        List<IndexDefinition> declared = collection.valueIndexes();
        if (columns().size() != declared.size()) {
            declared.forEach(this::index);
        }
    }

    boolean hasUniqueIndex() {
        return collection.hasUniqueIndex();
    }
}
