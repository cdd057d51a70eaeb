// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.Health;
import java.time.Duration;
import java.util.function.Function;

/**
 * One database, as a backend offers it. The operations inherited from {@link RecordOperations} run outside a transaction, each
 * call atomic and serializable by itself.
 *
 * <p>Threads: every method may be called by any number of threads at once. Errors: only kinds of
 * {@link dev.storageport.StorageException} leave a backend, and what the work function of {@link #transact} throws. A backend
 * does not repeat conflicting work; it reports {@link dev.storageport.TransactionConflictException} and the library repeats.
 */
public interface StoragePort extends RecordOperations, AutoCloseable {

    /** Returns the backend's short name as it appears in messages and reports, for instance {@code postgres}. */
    String backend();

    /**
     * Connects, and creates what the catalog names and the database lacks. Called once, before any other method. Atomic per
     * collection, repeatable, and safe when several processes call it on one empty database at the same time. Nothing stays
     * open or half-made when it fails.
     *
     * @throws dev.storageport.SchemaException if the database holds a newer layout or a collection with other indexes
     * @throws dev.storageport.StorageUnavailableException if the database cannot be reached
     * @throws dev.storageport.StorageAccessException if the database refuses the user
     */
    void prepare(Catalog catalog);

    /**
     * Runs the work once in a serializable transaction on the calling thread: commits when it returns, rolls back when it
     * throws and rethrows the same exception. The operations handed to the work end with it. A transaction of which an operation
     * failed is never committed; {@link TransactionOperations} sees to that.
     *
     * @throws dev.storageport.TransactionConflictException if concurrent work is in the way; nothing was applied
     */
    <R> R transact(Function<RecordOperations, R> work);

    /**
     * Asks the database for a sign of life; never throws. May take longer than the bound: the library stops waiting then.
     *
     * @param atMost how long the answer may take
     */
    Health health(Duration atMost);

    /**
     * Frees what the port opened and leaves what it was given. Called when no operation runs any more; safe to call twice and
     * before {@link #prepare}.
     */
    @Override
    void close();
}
