// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/**
 * An open transaction, as the work of {@link Storage#transact} sees it. Reads show its own writes. After a failed operation it can
 * only roll back, also if the error was caught: further operations and the commit report {@link TransactionAbortedException}.
 * Belongs to the thread that runs the work and ends with it.
 */
public final class Transaction {

    private final DeclaredCollections collections;
    private final Session session;

    Transaction(DeclaredCollections collections, Session session) {
        this.collections = collections;
        this.session = session;
    }

    /**
     * Returns a collection whose operations belong to this transaction.
     *
     * @throws UsageException if the collection was not declared when the storage was opened
     */
    public <T> DocumentCollection<T> collection(CollectionSpec<T> spec) {
        return collections.open(spec, session);
    }
}
