// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.port.IndexDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a schema of the database holds, as read from the catalogs.
 *
 * @param storageStated whether the server lets a column's storage be stated where the column is
 * @param hasSchema whether the schema itself is there
 * @param layout the layout of the library's tables; 0 if they are missing
 * @param collections the collections by name
 * @param tables the names of all tables and of whatever else is not an index
 * @param indexes the indexes of the database by name
 * @param trigrams whether a search can have an index
 */
public record StoredCatalog(
        boolean storageStated,
        boolean hasSchema,
        int layout,
        Map<String, Collection> collections,
        Set<String> tables,
        Map<String, BuildState> indexes,
        Trigrams trigrams) {

    /**
     * A collection of the catalog.
     *
     * @param nextSlot the first slot that was never used
     * @param indexes its indexes, of all programs, by slot
     */
    record Collection(int nextSlot, List<StoredIndex> indexes) {

        public Optional<StoredIndex> index(IndexDefinition definition) {
            return indexes.stream()
                    .filter(storedIndex -> storedIndex.definition().equals(definition))
                    .findFirst();
        }
    }

    /** How far an index of the database is. */
    enum BuildState {
        MISSING,
        /** Complete. */
        VALID,
        /** Not complete, and somebody works on the table. */
        BUILDING,
        /** Not complete, left behind by whoever built it. */
        BROKEN
    }

    /**
     * The extension that indexes the parts of a text.
     *
     * @param schema where it is installed, or is to be installed; empty if it is not to be had
     * @param installed whether it is installed
     */
    record Trigrams(Optional<String> schema, boolean installed) {}

    /** Returns a copy with that answer to whether a search can have an index. */
    StoredCatalog with(Trigrams newTrigrams) {
        return new StoredCatalog(storageStated, hasSchema, layout, collections, tables, indexes, newTrigrams);
    }

    public BuildState index(String name) {
        return indexes.getOrDefault(name, BuildState.MISSING);
    }

    /** Returns whether the index over the values of this column helps. */
    boolean hasValueIndex(String collection, StoredIndex storedIndex) {
        return index(storedIndex.valueIndex(collection)) == BuildState.VALID;
    }
}
