// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.event.OperationEnded;
import dev.storageport.event.TransactionEnded;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches operations and transactions if anybody wants to hear of them, and tells how they ended. What goes wrong with that is nobody's
 * concern but the log's: the outcome is settled, and arrives unchanged.
 *
 * <p>If nobody listens, nothing is measured, counted or made.
 */
final class Watching {

    private final String backend;
    private final Listeners listeners;
    private final boolean heard;

    Watching(String backend, Listeners listeners) {
        this.backend = backend;
        this.listeners = listeners;
        this.heard = listeners.hearOperations();
    }

    /** Runs an operation. */
    <R> R operation(Operation operation, boolean inTransaction, Function<Watch, R> work) {
        boolean recorded = Flight.hearsOperations();
        if (!heard && !recorded) {
            return work.apply(Watch.NONE);
        }
        CountingWatch watch = new CountingWatch(recorded ? Flight.beginOperation() : null);
        R result;
        try {
            result = work.apply(watch);
        } catch (Throwable failed) {
            ended(operation, inTransaction, watch, failed);
            throw failed;
        }
        ended(operation, inTransaction, watch, null);
        return result;
    }

    /** Runs what comes before an operation, of which a failure alone is one of the operation. */
    <A> A refusable(Operation operation, boolean inTransaction, Supplier<A> arguments) {
        try {
            return arguments.get();
        } catch (Throwable failed) {
            if (heard || Flight.hearsOperations()) {
                ended(operation, inTransaction, new CountingWatch(null), failed);
            }
            throw failed;
        }
    }

    /** Opens a stream, which is watched until it is closed. */
    <R> RowIterator<R> stream(Operation operation, boolean inTransaction, Function<Watch, RowIterator<R>> work) {
        boolean recorded = Flight.hearsOperations();
        if (!heard && !recorded) {
            return work.apply(Watch.NONE);
        }
        CountingWatch watch = new CountingWatch(recorded ? Flight.beginOperation() : null);
        try {
            return new WatchedRows<>(work.apply(watch), operation, inTransaction, watch);
        } catch (Throwable failed) {
            ended(operation, inTransaction, watch, failed);
            throw failed;
        }
    }

    /** Runs a transaction. */
    <R> R transaction(boolean readOnly, Function<Watch, R> work) {
        boolean recorded = Flight.hearsTransactions();
        if (!heard && !recorded) {
            return work.apply(Watch.NONE);
        }
        CountingWatch watch = new CountingWatch(recorded ? Flight.beginTransaction() : null);
        R result;
        try {
            result = work.apply(watch);
        } catch (Throwable failed) {
            ended(readOnly, watch, failed);
            throw failed;
        }
        ended(readOnly, watch, null);
        return result;
    }

    private void ended(Operation operation, boolean inTransaction, CountingWatch watch, @Nullable Throwable failure) {
        try {
            if (failure != null) {
                watch.nothing();
            }
            OperationEnded ended = new OperationEnded(
                    backend,
                    operation.collection(),
                    operation.name(),
                    inTransaction,
                    failure == null ? Optional.empty() : Optional.of(failure),
                    watch.attempts(),
                    Duration.ofNanos(watch.nanos()),
                    watch.documentsRead(),
                    watch.documentsWritten(),
                    watch.bytes());
            Object flight = watch.flight();
            if (flight != null) {
                Flight.end(flight, ended);
            }
            listeners.operationEnded(ended);
        } catch (Throwable unsaid) {
            listeners.unsaid(unsaid);
        }
    }

    private void ended(boolean readOnly, CountingWatch watch, @Nullable Throwable failure) {
        try {
            TransactionEnded ended = new TransactionEnded(
                    backend,
                    readOnly,
                    Optional.ofNullable(failure),
                    watch.attempts(),
                    Duration.ofNanos(watch.nanos()),
                    watch.operations());
            Object flight = watch.flight();
            if (flight != null) {
                Flight.end(flight, ended);
            }
            listeners.transactionEnded(ended);
        } catch (Throwable unsaid) {
            listeners.unsaid(unsaid);
        }
    }

    /** Rows of a stream, of which is told when they are closed, once. */
    private final class WatchedRows<R> implements RowIterator<R> {

        private final RowIterator<R> rows;
        private final Operation operation;
        private final boolean inTransaction;
        private final CountingWatch watch;
        private @Nullable Throwable failure;
        private boolean told;

        WatchedRows(RowIterator<R> rows, Operation operation, boolean inTransaction, CountingWatch watch) {
            this.rows = rows;
            this.operation = operation;
            this.inTransaction = inTransaction;
            this.watch = watch;
        }

        @Override
        public boolean hasNext() {
            try {
                return rows.hasNext();
            } catch (Throwable failed) {
                failure = failed;
                throw failed;
            }
        }

        @Override
        public R next() {
            try {
                return rows.next();
            } catch (NoSuchElementException atTheEnd) {
                throw atTheEnd;
            } catch (Throwable failed) {
                failure = failed;
                throw failed;
            }
        }

        @Override
        public void close() {
            try {
                rows.close();
            } catch (Throwable failed) {
                failure = failure == null ? failed : failure;
                throw failed;
            } finally {
                if (!told) {
                    told = true;
                    ended(operation, inTransaction, watch, failure);
                }
            }
        }
    }
}
