// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One database, as a backend offers it. The operations inherited from {@link RecordOperations} run outside a transaction, each
 * call atomic and serializable by itself.
 *
 * <p>Threads: every method may be called by any number of threads at once, except that the library calls {@link #prepare} or {@link #ddl}
 * first, once, after {@link #listen}, and nothing beside it but {@link #health}, {@link #pool} and {@link #close}.
 *
 * <p>Errors: only kinds of {@link dev.storageport.StorageException} leave a backend, and what the work function of {@link #transact} throws.
 * Their messages begin with the place as far as it is known, {@code collection players, key "k", index i: }, and then say what is wrong;
 * the library puts backend and operation in front. A backend does not repeat conflicting work; it reports
 * {@link dev.storageport.TransactionConflictException} and the library repeats.
 *
 * <p>Interrupts: a thread that is interrupted before or while it waits gets {@link dev.storageport.StorageInterruptedException}, and its
 * flag is set when that arrives; a connection it was using is discarded, not handed on half used. Work that is done for other threads too is
 * not ended by the interrupt of the one that runs it.
 *
 * <p>Waits: every wait, for a connection, a lock, a turn or an answer, is bounded and ends in
 * {@link dev.storageport.StorageTimeoutException} that says what was waited for and how long. Of an operation that failed nothing is applied,
 * unless its failure says that the {@linkplain dev.storageport.StorageException#outcomeUnknown outcome is unknown}.
 */
public interface StoragePort extends RecordOperations, AutoCloseable {

    /** Returns the backend's name as it appears at the beginning of messages, for instance {@code PostgreSQL}. */
    String backend();

    /**
     * Takes who is told what goes on below the port, from now on. Called at most once, before {@link #prepare}; a backend that has nothing to
     * tell ignores it.
     */
    default void listen(PortListener listener) {}

    /** Returns what operators want to know of this port. Called after {@link #prepare}; no I/O. */
    default PortDescription description() {
        return new PortDescription(backend(), Map.of(), Map.of());
    }

    /**
     * Connects, and brings the database to what the catalog needs, as far as the mode allows. Called once, before any other method.
     * Repeatable after a failure or a crash at any point, and safe when several processes call it on one database at the same time.
     * Nothing stays open when it fails.
     *
     * <p>With {@link SchemaMode#MIGRATE} it creates missing collections and indexes and moves an older layout to this library's,
     * step by step, each step atomic. An index added to a collection that exists is empty: every record is {@linkplain
     * #staleRecords stale} in it, if {@linkplain IndexDefinition#hasValues() it has values}, until the library reindexes it. Indexes and collections of the database that the catalog does not declare
     * stay as they are. Documents stay readable and writable for other programs meanwhile. With {@link SchemaMode#VALIDATE} it
     * changes nothing and fails if something is missing or unusable. With {@link SchemaMode#NONE} it changes and compares nothing.
     *
     * @return what was added by this call and nothing else: the new collections with all their indexes, and of others the new indexes, each
     *     once; nothing in other modes. The library takes an index that documents do not allow away again only if it is among them
     * @throws dev.storageport.SchemaException if the database holds a newer layout or was tampered with, or lacks something in
     *     {@link SchemaMode#VALIDATE}
     * @throws dev.storageport.StorageUnavailableException if the database cannot be reached
     * @throws dev.storageport.StorageAccessException if the database refuses the user
     */
    Catalog prepare(Catalog catalog, SchemaMode mode);

    /**
     * Returns the statements that {@link #prepare} with {@link SchemaMode#MIGRATE} would run on the database as it is now, in order,
     * each complete and ready to be run by an administrator; none if nothing is missing. Called instead of {@code prepare}, on a port that
     * is closed afterwards: connects, changes nothing, and creates no file.
     */
    List<String> ddl(Catalog catalog);

    /** Returns what the database holds, declared by this program or not. */
    SchemaStatus schema();

    /**
     * Returns those of the declared indexes in which a record is {@linkplain #staleRecords stale}, each as it was at some moment of the call;
     * may name others too. A database that can ask for many indexes at once does so here, in transactions of bounded size.
     *
     * @param catalog what this program declares
     */
    default Catalog incomplete(Catalog catalog) {
        return catalog;
    }

    /**
     * Drops an index of the database with its values; does nothing if there is none with this definition. Programs that declare it
     * fail from then on.
     */
    void dropIndex(String collection, IndexDefinition index);

    /** Drops a collection with all its documents; does nothing if there is none. */
    void dropCollection(String collection);

    /**
     * Runs the work once in a serializable transaction on the calling thread: commits when it returns, rolls back when it
     * throws and rethrows the same exception. The operations handed to the work end with it. The library sees to it that nothing is asked
     * of them after one of them has failed or the work has ended, that the work throws then, and that cursors are closed before it ends.
     *
     * @param attempt which try this is of work that is repeated after a conflict
     * @throws dev.storageport.TransactionConflictException if concurrent work is in the way; nothing was applied
     */
    <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work);

    /**
     * Runs work that only reads once, in a transaction that sees one snapshot of what was committed when it began, or later. It is
     * serializable with {@link #transact} and everything else, waits for no writer, and no writer waits for it. On the calling thread; the
     * operations handed to the work end with it. The library refuses writes before they reach these operations.
     *
     * @throws dev.storageport.TransactionConflictException if what was read cannot be put in an order with concurrent work
     */
    <R> R transactReadOnly(Function<RecordOperations, R> work);

    /**
     * Runs work that first looks for records and then writes some of them, all or nothing, each write {@linkplain Write.Reindex with the
     * revision} or {@linkplain Precondition.AtRevision at the revision} that was seen. So a backend may look in another snapshot than it
     * writes in, at any moment between the call and the writes and without locks: what the work looks through would be in conflict with
     * everybody who writes there. The writes are serializable with {@link #transact}.
     */
    default <R> R sweep(Function<RecordOperations, R> work) {
        return transact(TransactionAttempt.FIRST, work);
    }

    /**
     * Gives the space of deleted records back to the file system, in steps that let others write in between; see
     * {@link dev.storageport.Storage#compact()}. Does nothing where there is nothing to give back without stopping others.
     *
     * @return how many bytes were given back
     */
    default long compact() {
        return 0;
    }

    /** Returns the connections of this port at this moment; empty if there are none to count. Never throws, and does no I/O. */
    default Optional<PoolStatus> pool() {
        return Optional.empty();
    }

    /**
     * Returns how to read from copies of the database that may be behind; empty if this backend has no such copies, so that whatever is read
     * is the latest. Always the same, and no I/O.
     */
    default Optional<StandbyReads> standbyReads() {
        return Optional.empty();
    }

    /**
     * Asks the database for a sign of life; never throws. May take longer than the bound: the library stops waiting then. May be called
     * before {@link #prepare}, while it runs and after it failed, and says then that the database is not open, or whether it answers.
     *
     * @param atMost how long the answer may take
     */
    Health health(Duration atMost);

    /**
     * Frees what the port opened and leaves what it was given, without waiting for anything that hangs, and without throwing for anything
     * that does not close. Called when every operation has ended, or when those that have not were waited
     * for as long as {@link dev.storageport.StorageOptions#closeGrace} says: these then end soon with
     * {@link dev.storageport.StorageClosedException} or another typed failure, or with their result, and nothing of them is half applied.
     * Cursors that are open end with it. Safe to call twice and before {@link #prepare}; every operation afterwards is a
     * {@link dev.storageport.StorageClosedException}.
     */
    @Override
    void close();
}
