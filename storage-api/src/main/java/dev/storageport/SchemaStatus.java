// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.IndexDefinition;
import java.util.List;
import java.util.Optional;

/**
 * What a database holds, whether this program declares it or not.
 *
 * @param layout the version of the library's layout; 0 if the database has none
 * @param collections the collections, by name
 */
public record SchemaStatus(int layout, List<CollectionStatus> collections) {

    /** Copies the list. */
    public SchemaStatus {
        collections = List.copyOf(collections);
    }

    /**
     * A collection of the database.
     *
     * @param name its name
     * @param indexes its indexes, by name and then by the order in which they were added
     */
    public record CollectionStatus(String name, List<IndexStatus> indexes) {

        /** Copies the list. */
        public CollectionStatus {
            indexes = List.copyOf(indexes);
        }
    }

    /**
     * An index of a collection.
     *
     * @param definition what it is; one name may have several definitions, left by earlier versions of a program
     * @param state whether it can be queried
     * @param note what an operator should know, for instance that it is searched without the help of a database index; empty: nothing
     */
    public record IndexStatus(IndexDefinition definition, IndexState state, Optional<String> note) {}

    /** Whether an index can be queried. */
    public enum IndexState {
        /** It knows every document of the collection. */
        READABLE,
        /** There are documents that it does not know yet, or as they were; queries by it bring them in first. */
        STALE;

        /** Returns the state of an index in which documents are stale, or none is. */
        public static IndexState of(boolean stale) {
            return stale ? STALE : READABLE;
        }
    }
}
