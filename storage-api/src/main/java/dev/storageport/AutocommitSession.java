// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Headroom;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs each operation by itself and repeats it after a conflict or an outage of which it is certain that nothing was applied. */
final class AutocommitSession implements Session {

    private final StoragePort port;
    private final StorageClock clock;
    private final Lifecycle lifecycle;
    private final Retrier retrier;
    private final IndexRepair repair;
    private final boolean leakDetection;

    /** The transaction open on a thread; of this storage, so not static, and removed when the transaction ends. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<TransactionSession> transaction = new ThreadLocal<>();

    AutocommitSession(
            StoragePort port,
            StorageClock clock,
            Lifecycle lifecycle,
            Retrier retrier,
            IndexRepair repair,
            boolean leakDetection) {
        this.leakDetection = leakDetection;
        this.port = port;
        this.clock = clock;
        this.lifecycle = lifecycle;
        this.retrier = retrier;
        this.repair = repair;
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public <A, R> R call(String operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
        return guarded(operation, () -> {
            A checked = arguments.get();
            return retrier.run(
                    operation,
                    Deadline.NONE,
                    attempt -> repair.operation(attempt, operations -> work.apply(operations, checked)));
        });
    }

    @Override
    public <A, R> R atomically(String operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
        return together(operation, arguments, work, port::transact);
    }

    @Override
    public <A, R> R sweep(String operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
        return together(operation, arguments, work, (attempt, steps) -> port.sweep(steps));
    }

    private <A, R> R together(
            String operation,
            Supplier<A> arguments,
            BiFunction<RecordOperations, A, R> work,
            BiFunction<TransactionAttempt, Function<RecordOperations, R>, R> transaction) {
        return guarded(operation, () -> {
            A checked = arguments.get();
            return retrier.run(
                    operation,
                    Deadline.NONE,
                    attempt -> repair.around(needed -> transaction.apply(attempt, operations -> {
                        repair.within(operations, needed);
                        return work.apply(operations, checked);
                    })));
        });
    }

    @Override
    public <R> RowIterator<R> open(String operation, Supplier<Scan> scan, Function<StoredRecord, R> row) {
        return guarded(operation, () -> {
            Scan checked = scan.get();
            return retrier.run(
                    operation,
                    () -> repair.around(needed -> StorageCursor.open(
                            new OpenStream(
                                    lifecycle,
                                    port.backend(),
                                    operation,
                                    leakDetection ? new Throwable(operation) : null),
                            () -> port.scan(checked),
                            row)));
        });
    }

    /** Runs the work of a transaction; what this thread asks of the storage meanwhile, beside it, is refused. */
    <R> R within(TransactionSession open, Supplier<R> work) {
        try {
            transaction.set(open); // may fail and have set it all the same
            return work.get();
        } finally {
            transaction.remove();
        }
    }

    /**
     * Runs an operation and says in its failures where they happened. Refuses what cannot work: a closed storage, an interrupted thread,
     * and a call beside the transaction that is open on this thread.
     *
     * @throws StackOverflowError before anything is taken, if the stack has no room for an operation and for giving back what it takes
     */
    <R> R guarded(String operation, Supplier<R> work) {
        Headroom.require();
        return StorageException.located(port.backend(), operation, () -> {
            lifecycle.enter();
            try {
                refuseBesideTransaction();
                checkInterrupt();
                lifecycle.finishClosing();
                return work.get();
            } catch (StorageTimeoutException late) {
                late.add(lifecycle.openStreams()); // it may have waited for what they hold
                throw late;
            } finally {
                lifecycle.exit();
            }
        });
    }

    /**
     * Refuses a call beside the transaction that is open on this thread: it would wait for the transaction's own locks on some backends and
     * not see its writes on the others.
     */
    void refuseBesideTransaction() {
        if (transaction.get() != null) {
            throw new UsageException("a transaction is open on this thread; reach the collection through it");
        }
    }

    static void checkInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageInterruptedException("the thread is interrupted", null);
        }
    }
}
