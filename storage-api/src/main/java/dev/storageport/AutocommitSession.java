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

/**
 * Runs each operation by itself and repeats it after a conflict or an outage of which it is certain that nothing was applied. A read that
 * prefers a standby tries that first, in each attempt.
 */
final class AutocommitSession implements Session {

    private final StoragePort port;
    private final StorageClock clock;
    private final Lifecycle lifecycle;
    private final Retrier retrier;
    private final IndexRepair repair;
    private final boolean leakDetection;
    private final Watching watching;
    private final SeenPosition seen;
    private final Session standbyFirst;

    /** The transaction open on a thread; of this storage, so not static, and removed when the transaction ends. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<TransactionSession> transaction = new ThreadLocal<>();

    AutocommitSession(
            StoragePort port,
            StorageClock clock,
            Lifecycle lifecycle,
            Retrier retrier,
            IndexRepair repair,
            boolean leakDetection,
            Watching watching,
            SeenPosition seen,
            StandbyRoute standby) {
        this.watching = watching;
        this.seen = seen;
        this.standbyFirst = new StandbyFirst(standby);
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
    public <A, R> R call(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
        Headroom.require();
        return watching.operation(
                operation,
                false,
                watch -> repeated(
                        operation, watch, arguments, (attempt, checked) -> onPrimary(attempt, watch, checked, work)));
    }

    private <A, R> R onPrimary(
            TransactionAttempt attempt, Watch watch, A checked, BiFunction<RecordOperations, A, R> work) {
        try { // as seen does, for less
            return repair.operation(attempt, operations -> work.apply(watch.counted(operations), checked));
        } finally {
            seen.ended();
        }
    }

    /** Runs what is to be seen on standbys from then on, also where nobody knows whether it was applied. */
    private <R> R seen(Supplier<R> work) {
        try {
            return work.get();
        } finally {
            seen.ended();
        }
    }

    /** Runs the attempts of an operation, of which the arguments are looked at once. */
    private <A, R> R repeated(
            Operation operation, Watch watch, Supplier<A> arguments, BiFunction<TransactionAttempt, A, R> step) {
        return entered(operation.place(), () -> {
            A checked = arguments.get();
            return retrier.run(operation.place(), Deadline.NONE, attempt -> {
                watch.attempt(attempt.number());
                return step.apply(attempt, checked);
            });
        });
    }

    @Override
    public <A> A prepared(Operation operation, Supplier<A> arguments) {
        return watching.refusable(operation, false, () -> looking(operation.place(), arguments));
    }

    @Override
    public <A, R> R atomically(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
        return together(operation, arguments, work, port::transact);
    }

    @Override
    public <A, R> R sweep(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
        return together(operation, arguments, work, (attempt, steps) -> port.sweep(steps));
    }

    private <A, R> R together(
            Operation operation,
            Supplier<A> arguments,
            BiFunction<RecordOperations, A, R> work,
            BiFunction<TransactionAttempt, Function<RecordOperations, R>, R> transaction) {
        Headroom.require();
        return watching.operation(
                operation,
                false,
                watch -> repeated(
                        operation,
                        watch,
                        arguments,
                        (attempt, checked) ->
                                seen(() -> repair.around(needed -> transaction.apply(attempt, operations -> {
                                    repair.within(operations, needed);
                                    return work.apply(watch.counted(operations), checked);
                                })))));
    }

    @Override
    public <R> RowIterator<R> open(Operation operation, Supplier<Scan> scan, Function<StoredRecord, R> row) {
        Headroom.require();
        return watching.stream(
                operation,
                false,
                watch ->
                        repeated(operation, watch, scan, (attempt, checked) -> opened(operation, watch, checked, row)));
    }

    private <R> RowIterator<R> opened(Operation operation, Watch watch, Scan scan, Function<StoredRecord, R> row) {
        return seen(() -> repair.around(needed -> opened(operation, watch.counted(port), scan, row)));
    }

    private <R> RowIterator<R> opened(
            Operation operation, RecordOperations operations, Scan scan, Function<StoredRecord, R> row) {
        return StorageCursor.open(
                new OpenStream(
                        lifecycle,
                        port.backend(),
                        operation.place(),
                        leakDetection ? new Throwable(operation.place()) : null),
                () -> operations.scan(scan),
                row);
    }

    @Override
    public Session reading(ReadPreference preference) {
        return preference == ReadPreference.STANDBY ? standbyFirst : this;
    }

    /** Runs reads on a standby as far as that goes, and everything else as this session does. */
    private final class StandbyFirst implements Session {

        private final StandbyRoute standby;

        StandbyFirst(StandbyRoute standby) {
            this.standby = standby;
        }

        @Override
        public Instant now() {
            return AutocommitSession.this.now();
        }

        @Override
        public <A, R> R call(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
            Headroom.require();
            return watching.operation(
                    operation,
                    false,
                    watch -> repeated(
                            operation,
                            watch,
                            arguments,
                            (attempt, checked) -> standby.<R>read(
                                            operation, operations -> work.apply(watch.counted(operations), checked))
                                    .orElseGet(() -> onPrimary(attempt, watch, checked, work))));
        }

        @Override
        public <R> RowIterator<R> open(Operation operation, Supplier<Scan> scan, Function<StoredRecord, R> row) {
            Headroom.require();
            return watching.stream(
                    operation,
                    false,
                    watch -> repeated(
                            operation,
                            watch,
                            scan,
                            (attempt, checked) -> standby.<RowIterator<R>>read(
                                            operation,
                                            operations -> opened(operation, watch.counted(operations), checked, row))
                                    .orElseGet(() -> opened(operation, watch, checked, row))));
        }

        @Override
        public <A> A prepared(Operation operation, Supplier<A> arguments) {
            return AutocommitSession.this.prepared(operation, arguments);
        }

        @Override
        public <A, R> R atomically(
                Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
            return AutocommitSession.this.atomically(operation, arguments, work);
        }

        @Override
        public <A, R> R sweep(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work) {
            return AutocommitSession.this.sweep(operation, arguments, work);
        }

        @Override
        public Session reading(ReadPreference preference) {
            return AutocommitSession.this.reading(preference);
        }
    }

    /** Runs a transaction; the watch is told of its attempts and operations. */
    <R> R transaction(String operation, boolean readOnly, Function<Watch, R> work) {
        Headroom.require();
        return watching.transaction(readOnly, watch -> entered(operation, () -> seen(() -> work.apply(watch))));
    }

    Watching watching() {
        return watching;
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
        return looking(operation, () -> seen(work));
    }

    /** Runs what neither reads nor writes the database, so that no standby has anything to show of it; otherwise as {@link #guarded}. */
    <R> R looking(String operation, Supplier<R> work) {
        Headroom.require();
        return entered(operation, work);
    }

    private <R> R entered(String operation, Supplier<R> work) {
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
