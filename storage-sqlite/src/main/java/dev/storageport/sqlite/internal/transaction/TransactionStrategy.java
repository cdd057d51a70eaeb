// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.sqlite.internal.connection.Errors;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import dev.storageport.sqlite.internal.statement.Operations;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides how a transaction runs.
 *
 * <pre>
 *   nobody writes                         with the writer, from the beginning
 *   somebody writes                       optimistically, see {@link OptimisticTransaction}
 *   repeated after a conflict             with the writer, in turn: this time it gets through
 * </pre>
 */
public final class TransactionStrategy {

    private final String place;
    private final WriterConnection writer;
    private final Optional<Snapshots> snapshots;
    private final WritePath path;
    private final CollectionStatements collections;
    private volatile boolean closed;

    /**
     * Creates the decision.
     *
     * @param place the database, for messages
     * @param snapshots empty if there are none that transactions may hold
     */
    public TransactionStrategy(
            String place,
            WriterConnection writer,
            Optional<Snapshots> snapshots,
            CollectionStatements collections,
            WritePath path) {
        this.place = place;
        this.writer = writer;
        this.snapshots = snapshots;
        this.collections = collections;
        this.path = path;
    }

    /** Runs the work in a transaction; see {@link dev.storageport.port.StoragePort#transact}. */
    public <R> R run(TransactionAttempt attempt, Function<RecordOperations, R> work) {
        writer.checkFree(place);
        if (snapshots.isEmpty() || attempt.isRepeated() || !path.allowsOptimistic()) {
            return withWriter(work);
        }
        WriteTransaction free = path.takesFreeWriter() ? writer.tryBegin(place) : null;
        return free != null ? in(free, work) : optimistically(snapshots.get(), work);
    }

    /**
     * Sends away who waits for a snapshot, and lets no transaction under way do anything more. The writer may outlive this: a database in
     * memory is used by others too.
     */
    public void close() {
        closed = true;
        snapshots.ifPresent(Snapshots::close);
    }

    private void checkOpen() {
        if (closed) {
            throw Errors.closed(place);
        }
    }

    /** Runs the work in a transaction that has the writer from the beginning. */
    public <R> R withWriter(Function<RecordOperations, R> work) {
        return in(writer.begin(place), work);
    }

    private <R> R in(WriteTransaction begun, Function<RecordOperations, R> work) {
        try (WriteTransaction transaction = begun) {
            R result = transaction
                    .connection()
                    .inDoubtAfterError(connection ->
                            work.apply(new WriterOperations(new Operations(connection, collections))));
            checkOpen();
            transaction.commit(place);
            return result;
        }
    }

    /** The operations of a transaction that has the writer. */
    private final class WriterOperations extends ForwardingOperations {

        private final Operations operations;

        private WriterOperations(Operations operations) {
            this.operations = operations;
        }

        @Override
        protected <R> R forward(Function<RecordOperations, R> operation) {
            checkOpen();
            return operation.apply(operations);
        }
    }

    private <R> R optimistically(Snapshots held, Function<RecordOperations, R> work) {
        try (OptimisticTransaction transaction = new OptimisticTransaction(place, writer, held, collections)) {
            R result = work.apply(transaction);
            transaction.commit();
            return result;
        }
    }
}
