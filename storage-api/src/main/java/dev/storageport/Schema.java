// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import java.util.ArrayList;
import java.util.List;

/** What the database of a {@link Storage} holds besides documents, and how it is kept in order. Any number of threads may use it. */
public final class Schema {

    private final RetryingPort retrying;
    private final DeclaredCollections collections;
    private final OnlineIndexBuild build;
    private final AutocommitSession session;

    Schema(RetryingPort retrying, DeclaredCollections collections, OnlineIndexBuild build, AutocommitSession session) {
        this.retrying = retrying;
        this.collections = collections;
        this.build = build;
        this.session = session;
    }

    /** Returns what the database holds, whether this program declares it or not. */
    public SchemaStatus status() {
        return session.guarded("schema status", retrying::schema);
    }

    /**
     * Brings documents into the declared indexes that they are stale in, batch by batch, each batch one transaction, while
     * other programs read and write. Goes on where an earlier run stopped. Neither revisions nor times of documents move.
     *
     * @return how many documents were brought in
     * @throws UniqueViolationException if documents collide in a unique index, naming the first of them
     */
    public long build() {
        return session.guarded("schema build", build::all);
    }

    /**
     * Drops the indexes of declared collections that this program does not declare, with their values. Programs that still declare one
     * of them fail from then on. Undeclared collections stay.
     *
     * @return the names of what was dropped, each as {@code collection.index}
     */
    public List<String> prune() {
        return session.guarded("schema prune", () -> {
            List<String> dropped = new ArrayList<>();
            for (SchemaStatus.CollectionStatus stored : retrying.schema().collections()) {
                collections.declared(stored.name()).ifPresent(spec -> prune(stored, spec.definition(), dropped));
            }
            return List.copyOf(dropped);
        });
    }

    private void prune(SchemaStatus.CollectionStatus stored, CollectionDefinition declared, List<String> dropped) {
        for (SchemaStatus.IndexStatus index : stored.indexes()) {
            IndexDefinition definition = index.definition();
            if (!declared.indexes().contains(definition)) {
                retrying.port().dropIndex(stored.name(), definition);
                dropped.add(stored.name() + "." + definition.name());
            }
        }
    }

    /**
     * Drops a collection that this program does not declare, with all its documents; does nothing if there is none. To be called when no
     * program that declares it is open any more: one that went on, on a collection of that name created again, would take its indexes for
     * the old ones.
     *
     * @throws UsageException if this program declares it
     */
    public void dropCollection(String name) {
        session.guarded("drop in collection " + name, () -> {
            if (collections.declared(name).isPresent()) {
                throw new UsageException("collection " + name + ": is declared by this program and cannot be dropped");
            }
            retrying.port().dropCollection(name);
            return name;
        });
    }
}
