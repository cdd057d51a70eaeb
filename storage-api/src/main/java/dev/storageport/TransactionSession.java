// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Closing;
import dev.storageport.port.Headroom;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations in one attempt of a transaction, on the thread that runs its work.
 *
 * <pre>
 *   active --operation fails--> doomed: every further operation, and the commit, is refused
 *      \--work returns or throws--> ended
 * </pre>
 *
 * The rule that a failed operation dooms the transaction is kept here, because databases differ: PostgreSQL answers a commit
 * after an error as if it had worked and keeps nothing, SQLite keeps the other statements, or rolled back on its own.
 */
final class TransactionSession implements Session {

    private final String backend;
    private final RecordOperations operations;
    private final Instant now;
    private final Deadline deadline;
    private final Watching watching;
    private final Watch transaction;
    private final Thread thread = Thread.currentThread();
    private final List<RecordCursor> cursors = new ArrayList<>();
    private @Nullable Throwable failure;
    private boolean ended;

    TransactionSession(
            String backend,
            RecordOperations operations,
            Instant now,
            Deadline deadline,
            Watching watching,
            Watch transaction) {
        this.backend = backend;
        this.operations = operations;
        this.now = now;
        this.deadline = deadline;
        this.watching = watching;
        this.transaction = transaction;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public <A, R> R call(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
        return watching.operation(operation, true, watch -> {
            transaction.asked();
            return step(operation.place(), () -> {
                A checked = arguments.get();
                watch.attempt(1);
                return work.apply(watch.counted(operations), checked);
            });
        });
    }

    @Override
    public <A> A prepared(Operation operation, Supplier<A> arguments) {
        return watching.refusable(operation, true, () -> step(operation.place(), arguments));
    }

    @Override
    public <A, R> R atomically(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
        return call(operation, arguments, work);
    }

    @Override
    public <A, R> R sweep(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
        return call(operation, arguments, work);
    }

    private <R> R step(String operation, Supplier<R> step) {
        return StorageException.located(backend, operation, () -> doomedByFailure(step));
    }

    private <R> R doomedByFailure(Supplier<R> step) {
        checkUsable();
        try {
            Headroom.require();
            AutocommitSession.checkInterrupt();
            deadline.check();
            return step.get();
        } catch (Throwable failed) { // an Error leaves an operation half done just as well
            if (failure == null) {
                failure = failed;
            }
            throw failed;
        }
    }

    @Override
    public <R> RowIterator<R> open(Operation operation, Supplier<Scan> scan, Function<StoredRecord, R> row) {
        return watching.stream(operation, true, watch -> {
            transaction.asked();
            return rows(operation.place(), scan, row, watch);
        });
    }

    private <R> RowIterator<R> rows(String operation, Supplier<Scan> scan, Function<StoredRecord, R> row, Watch watch) {
        RecordCursor cursor = step(operation, () -> {
            Scan checked = scan.get();
            watch.attempt(1);
            return watch.counted(operations).scan(checked);
        });
        cursors.add(cursor);
        return new RowIterator<>() {
            @Override
            public boolean hasNext() {
                return step(operation, cursor::hasNext);
            }

            @Override
            public R next() {
                return step(operation, () -> row.apply(cursor.next()));
            }

            @Override
            public void close() {
                cursors.remove(cursor);
                cursor.close();
            }
        };
    }

    /**
     * Returns what doomed this attempt, if the library can remove the cause: whatever the work made of it, the work must run again.
     */
    @Nullable
    StorageException passing() {
        return failure instanceof TransactionConflictException
                        || failure instanceof IndexNotReadyException
                        || failure instanceof StorageUnavailableException
                ? (StorageException) failure
                : null;
    }

    /** Refuses the commit of a doomed transaction, and of one that took too long. */
    void checkCommittable() {
        if (failure != null) {
            throw aborted(failure);
        }
        deadline.check();
    }

    /** Ends the session; cursors left open are closed. */
    void end() {
        ended = true;
        Closing.all(cursors, RecordCursor::close);
    }

    private void checkUsable() {
        if (ended) {
            throw new UsageException("the transaction has ended");
        }
        if (Thread.currentThread() != thread) {
            throw new UsageException("the transaction belongs to another thread");
        }
        if (failure != null) {
            throw aborted(failure);
        }
    }

    private static TransactionAbortedException aborted(Throwable failure) {
        return new TransactionAbortedException(
                "an operation of this transaction failed before, so it can only roll back", failure);
    }
}
