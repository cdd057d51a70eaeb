// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.port.PlatformThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Group commit for any work: runs the requests of many callers together. What came while the last batch was under way is the next
 * batch.
 *
 * <pre>
 * caller 1:  |--- batch of 1 ---|                       a free permit: runs at once, on its own thread
 * caller 2:     waits ..........|--- batch of 2, 3, 4 ---|
 * caller 3:       waits .................................|
 * caller 4:          waits ..............................|
 * </pre>
 *
 * <p>There is no timer, and no thread unless virtual threads call: a caller whose turn comes takes what waits, its own request first,
 * runs it for all, and gives its permit to the one that has waited longest. So a lone caller pays nothing, and nobody runs more than one
 * batch. This is natural batching as logs do it for their commits, with the leader chosen as in flat combining (Hendler, Incze, Shavit,
 * Tzafrir 2010).
 *
 * <p>Permits are given in order of arrival, except that a request may overtake those it has no {@linkplain Work#conflictKey conflict
 * key} in common with.
 *
 * <p>Threads: any number. A caller that is interrupted or waits too long withdraws its request, of which nothing was done. Once its request
 * is part of a batch, it waits for the outcome, however long the batch takes, and an interrupt stays noted.
 *
 * @param <Q> a request
 * @param <R> its result
 */
public final class Combiner<Q, R> implements AutoCloseable {

    /**
     * What a backend does with requests. Called by the threads of the callers, on as many at once as there are permits.
     *
     * @param <Q> a request
     * @param <R> its result
     */
    public interface Work<Q, R> {

        /** Returns whether a request may be in the batch that another one begins. */
        boolean canShareBatch(Q first, Q next);

        /**
         * Returns what requests must not share: of those with equal keys only one is under way at a time, in order of arrival.
         * {@code null} is in nobody's way.
         */
        @Nullable
        Object conflictKey(Q request);

        /**
         * Runs the requests. An exception is the outcome of each of them, in an exception of its own for each caller. If it is a
         * {@link StorageInterruptedException} that says that nothing was applied, it is meant for this thread only, and the others wait
         * for their next turn.
         *
         * @param batch at least one, in order of arrival
         * @return the outcomes in the same order
         */
        List<Outcome<R>> run(List<Q> batch);
    }

    /**
     * How a request ended.
     *
     * @param <R> the result
     */
    public sealed interface Outcome<R> {

        /**
         * It worked.
         *
         * @param value the result
         * @param <R> the result
         */
        record Value<R>(R value) implements Outcome<R> {}

        /**
         * It failed.
         *
         * @param failure is thrown by {@link Combiner#submit}; where several outcomes of a batch have the same, the others throw a
         *     {@linkplain dev.storageport.StorageException#copy() copy}
         * @param <R> the result
         */
        record Failure<R>(RuntimeException failure) implements Outcome<R> {}
    }

    /**
     * The bounds of a combiner.
     *
     * @param permits how many batches may be under way at once
     * @param batch how many requests a batch may have
     * @param waiting how many callers may wait; more are refused
     * @param longestWait how long a caller may wait for its turn
     */
    public record Bounds(int permits, int batch, int waiting, Duration longestWait) {

        /** Refuses numbers with which nothing would ever run. */
        public Bounds {
            if (permits < 1 || batch < 1 || waiting < 1 || longestWait.isNegative()) {
                throw new IllegalArgumentException("bounds of a combiner must be positive");
            }
        }
    }

    private final Bounds bounds;
    private final Work<Q, R> work;
    private final Supplier<String> state;

    private final WaitQueue<Q, R> queue;
    private final PlatformThreads threads = new PlatformThreads();
    private final Set<Thread> holders = ConcurrentHashMap.newKeySet();

    /**
     * Creates a combiner.
     *
     * @param state says what callers wait for, at the end of a message: the pool, its size and its use
     */
    public Combiner(Bounds bounds, Work<Q, R> work, Supplier<String> state) {
        this.bounds = bounds;
        this.work = work;
        this.queue = new WaitQueue<>(bounds, work);
        this.state = state;
    }

    /**
     * Runs a request, alone or with others, and returns its result.
     *
     * @param what the operation, for messages
     * @throws StorageTimeoutException if too many callers wait, or this one waited too long; nothing was done
     * @throws StorageInterruptedException if the thread was interrupted while it waited; nothing was done
     * @throws StorageClosedException if the combiner was closed before its turn came; nothing was done
     */
    public R submit(String what, Q request) {
        Waiter<Q, R> waiter = new Waiter<>(request, work.conflictKey(request));
        if (enter(what, waiter)) {
            run(waiter, List.of(waiter));
        } else {
            do {
                await(what, waiter);
                if (waiter.leads()) {
                    run(waiter, queue.batch(waiter));
                }
            } while (!waiter.ended());
        }
        return waiter.result();
    }

    /** A permit in the hands of one thread, until it is released on that thread. */
    public final class Permit {

        private final Waiter<Q, R> waiter;

        private Permit(Waiter<Q, R> waiter) {
            this.waiter = waiter;
            holders.add(Thread.currentThread());
        }

        /** Gives the permit to the next one. Safe to call twice. */
        public void release() {
            if (holders.remove(Thread.currentThread())) {
                queue.leave(List.of(waiter), List.of()).forEach(Waiter::wake);
            }
        }
    }

    /**
     * Waits for a permit for work of this thread alone, in turn with the requests. The thread must not submit anything before it has
     * released the permit.
     *
     * @throws StorageException as for {@link #submit}
     */
    public Permit acquire(String what) {
        Waiter<Q, R> waiter = new Waiter<>(null, null);
        if (!enter(what, waiter)) {
            await(what, waiter);
            waiter.failIfEnded();
        }
        return new Permit(waiter);
    }

    /** Returns a permit if one is free and nobody waits for it. */
    public Optional<Permit> tryAcquire(String what) {
        Waiter<Q, R> waiter = new Waiter<>(null, null);
        return queue.enterIfFree(what, waiter) ? Optional.of(new Permit(waiter)) : Optional.empty();
    }

    /** Returns whether this thread holds a permit and would wait for itself. */
    public boolean isHeldByCurrentThread() {
        return holders.contains(Thread.currentThread());
    }

    /** Returns true if the waiter has a permit now, false if it has to wait. */
    private boolean enter(String what, Waiter<Q, R> waiter) {
        return switch (queue.enter(what, waiter)) {
            case PERMIT -> true;
            case PLACE -> false;
            case FULL ->
                throw new StorageTimeoutException(
                        what + ": " + bounds.waiting() + " callers wait already, which is the bound; " + state.get(),
                        null);
        };
    }

    /** Waits until the waiter leads or has ended. */
    private void await(String what, Waiter<Q, R> waiter) {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(bounds.longestWait());
        boolean interrupted = false;
        try {
            while (waiter.waits()) {
                interrupted |= Thread.interrupted(); // an interrupted thread does not park
                long left = end - System.nanoTime();
                if (!waiter.isQueued()) {
                    LockSupport.park(this);
                } else if (!interrupted && left > 0) {
                    LockSupport.parkNanos(this, left);
                } else if (queue.withdraw(waiter)) {
                    throw interrupted ? interrupted(what) : tooLong(what);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static StorageException interrupted(String what) {
        return new StorageInterruptedException(what + ": interrupted while it waited for its turn", null);
    }

    private StorageException tooLong(String what) {
        return new StorageTimeoutException(
                what + ": waited " + bounds.longestWait() + " for its turn, as " + waiting() + " others do; "
                        + state.get(),
                null);
    }

    private void run(Waiter<Q, R> first, List<Waiter<Q, R>> batch) {
        // What interrupts this thread is no concern of the others.
        boolean interrupted = batch.size() > 1 && Thread.interrupted();
        List<Waiter<Q, R>> others = batch.subList(1, batch.size());
        List<Waiter<Q, R>> again = List.of();
        OwnFailures failures = new OwnFailures();
        try {
            List<Outcome<R>> outcomes =
                    failures.apart(outcomes(batch.stream().map(Waiter::request).toList()));
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).end(outcomes.get(i));
            }
        } catch (StorageInterruptedException mine) {
            if (mine.outcomeUnknown()) {
                batch.forEach(waiter -> waiter.fail(failures.own(mine)));
            } else {
                first.fail(mine);
                again = others;
            }
        } catch (RuntimeException | Error failed) {
            batch.forEach(waiter -> waiter.fail(failures.own(failed)));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        // The next batch begins before this one's callers wake up.
        queue.leave(batch, again).forEach(Waiter::wake);
        others.forEach(Waiter::wake);
    }

    private List<Outcome<R>> outcomes(List<Q> batch) {
        return batch.size() == 1 ? work.run(batch) : threads.run(() -> work.run(batch));
    }

    /** Returns how many callers wait for their turn. */
    public int waiting() {
        return queue.waiting();
    }

    /** Returns how many permits are in use. */
    public int running() {
        return queue.running();
    }

    /** Refuses what waits and what comes; what is under way goes on. Safe to call twice. */
    @Override
    public void close() {
        queue.close();
        threads.close();
    }
}
