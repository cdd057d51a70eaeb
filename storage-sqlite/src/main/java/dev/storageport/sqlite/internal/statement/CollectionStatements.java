// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.SchemaException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.sqlite.internal.schema.StoredCatalog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The declared collections as the database stores them, by name. Used by any number of threads. */
public final class CollectionStatements {

    private final Map<String, CollectionSql> byName = new ConcurrentHashMap<>();

    /** Takes over where the database stores what is declared, in place of what was known before. */
    public void learn(StoredCatalog stored, Catalog declared) {
        for (CollectionDefinition collection : declared.collections()) {
            stored.collection(collection.name())
                    .ifPresentOrElse(
                            found -> byName.put(collection.name(), new CollectionSql(collection, found)),
                            () -> byName.remove(collection.name()));
        }
    }

    /** Forgets the collections and indexes that the database does not have any more. */
    public void forget(StoredCatalog left) {
        byName.keySet().removeIf(name -> left.collection(name).isEmpty());
        for (StoredCatalog.Collection collection : left.collections()) {
            byName.computeIfPresent(collection.name(), (name, known) -> known.in(collection));
        }
    }

    /**
     * Returns the collection.
     *
     * @throws SchemaException if the database does not have it
     */
    public CollectionSql of(CollectionDefinition collection) {
        CollectionSql known = byName.get(collection.name());
        if (known == null) {
            throw SchemaException.missing(collection.place(), null);
        }
        return known;
    }
}
