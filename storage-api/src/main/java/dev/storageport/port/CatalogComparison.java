// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.SchemaException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a program declares, compared with what a database holds: what {@link StoragePort#prepare} has to add and returns as added, refuses in
 * {@link dev.storageport.SchemaMode#VALIDATE}, and what a {@code ddl} without a language of its own lists. Indexes are compared by
 * definition: of another kind, type or version they are others.
 */
public final class CatalogComparison {

    private final Catalog missing;
    private final Set<String> newCollections;

    private CatalogComparison(Catalog missing, Set<String> newCollections) {
        this.missing = missing;
        this.newCollections = newCollections;
    }

    /**
     * Compares.
     *
     * @param stored the indexes of each collection that the database has, by the collection's name
     */
    public static CatalogComparison of(Catalog declared, Map<String, ? extends Collection<IndexDefinition>> stored) {
        List<CollectionDefinition> missing = new ArrayList<>();
        Set<String> newCollections = new HashSet<>();
        for (CollectionDefinition collection : declared.collections()) {
            Optional<? extends Collection<IndexDefinition>> indexes =
                    Optional.ofNullable(stored.get(collection.name()));
            if (indexes.isEmpty()) {
                newCollections.add(collection.name());
                missing.add(collection);
            } else if (!indexes.get().containsAll(collection.indexes())) {
                List<IndexDefinition> lacking = new ArrayList<>(collection.indexes());
                lacking.removeAll(indexes.get());
                missing.add(new CollectionDefinition(collection.name(), lacking));
            }
        }
        return new CatalogComparison(new Catalog(missing), newCollections);
    }

    /** Returns the declared collections that do not exist, with all their indexes, and of others the indexes that do not. */
    public Catalog missing() {
        return missing;
    }

    /** Returns whether a collection of {@link #missing()} is missing itself, and not only indexes of it. */
    public boolean isNew(CollectionDefinition collection) {
        return newCollections.contains(collection.name());
    }

    /** Returns what is missing, for people, a line for each collection and each index. */
    public List<String> inWords() {
        List<String> lines = new ArrayList<>();
        for (CollectionDefinition collection : missing.collections()) {
            if (isNew(collection)) {
                lines.add("collection " + collection.name());
            }
            for (IndexDefinition index : collection.indexes()) {
                lines.add("index " + collection.name() + "." + index.name() + " as " + index.described());
            }
        }
        return lines;
    }

    /**
     * Does nothing if nothing is missing.
     *
     * @throws SchemaException if something is, naming it
     */
    public void requireComplete() {
        List<String> lacking = inWords();
        if (!lacking.isEmpty()) {
            throw new SchemaException(
                    "the database lacks " + String.join("; ", lacking)
                            + "; open once with the schema mode MIGRATE, or run what ddl() prints",
                    null);
        }
    }
}
