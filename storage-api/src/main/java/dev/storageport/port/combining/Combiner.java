// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.event.WaitEnded;
import dev.storageport.port.Headroom;
import dev.storageport.port.PlatformThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
         * Runs the requests. An exception is the outcome of each of them, in an exception of its own for each caller; an error is the
         * outcome of the one whose thread runs this, and the others hear that nobody knows theirs. If it is a
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

    /** Who waits looks now and then whether somebody has failed to wake it. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Bounds bounds;
    private final Work<Q, R> work;
    private final Supplier<String> state;

    private final WaitQueue<Q, R> queue;
    private final PlatformThreads threads = new PlatformThreads();
    private final long longestWaitNanos;
    private final CombinerEvents events;

    /**
     * Creates a combiner.
     *
     * @param state says what callers wait for, at the end of a message: the pool, its size and its use
     */
    public Combiner(Bounds bounds, Work<Q, R> work, Supplier<String> state) {
        this(bounds, work, state, CombinerEvents.NONE);
    }

    /**
     * Creates a combiner that tells of its waits and batches.
     *
     * @param state says what callers wait for, at the end of a message: the pool, its size and its use
     * @param events is told of them when nothing is lent any more that others wait for, but for the turn of who has just got it
     */
    public Combiner(Bounds bounds, Work<Q, R> work, Supplier<String> state, CombinerEvents events) {
        this.events = events;
        this.bounds = bounds;
        this.work = work;
        this.queue = new WaitQueue<>(bounds, work);
        this.state = state;
        this.longestWaitNanos = TimeUnit.NANOSECONDS.convert(bounds.longestWait());
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
        Headroom.require();
        Waiter<Q, R> waiter = new Waiter<>(what, request, work.conflictKey(request));
        if (enter(what, waiter)) {
            lead(waiter, true);
        } else {
            do {
                await(what, waiter);
                if (waiter.leads()) {
                    lead(waiter, false);
                }
            } while (!waiter.ended());
        }
        return waiter.result();
    }

    /** A permit in the hands of one thread, until it is released. */
    public final class Permit {

        private final Waiter<Q, R> waiter;

        private Permit(Waiter<Q, R> waiter) {
            this.waiter = waiter;
        }

        /** Gives the permit to the next one. Safe to call twice; allocates nothing and cannot fail half-way. */
        public void release() {
            wake(queue.leave(waiter, List.of(), false, null));
        }
    }

    /**
     * Waits for a permit for work of this thread alone, in turn with the requests. The thread must not submit anything before it has
     * released the permit.
     *
     * @throws StorageException as for {@link #submit}
     */
    public Permit acquire(String what) {
        Headroom.require();
        Waiter<Q, R> waiter = new Waiter<>(what, null, null);
        Permit permit = new Permit(waiter); // now: who has a permit must not fail any more
        if (!enter(what, waiter)) {
            await(what, waiter);
            waiter.failIfEnded();
        }
        return permit;
    }

    /** Returns a permit if one is free and nobody waits for it, or null. */
    public @Nullable Permit tryAcquire(String what) {
        Headroom.require();
        Waiter<Q, R> waiter = new Waiter<>(what, null, null);
        Permit permit = new Permit(waiter);
        return queue.enterIfFree(what, waiter) ? permit : null;
    }

    /** Returns true if the waiter has a permit now, false if it has to wait. */
    private boolean enter(String what, Waiter<Q, R> waiter) {
        return switch (queue.enter(what, waiter)) {
            case PERMIT -> true;
            case PLACE -> false;
            case FULL -> {
                events.waited(WaitEnded.End.TIMED_OUT, System.nanoTime());
                throw new StorageTimeoutException(
                        what + ": " + bounds.waiting() + " callers wait already, which is the bound; " + state.get(),
                        null);
            }
        };
    }

    /** Waits until the waiter leads or has ended. If this fails, it does neither, nor does it wait any more. */
    private void await(String what, Waiter<Q, R> waiter) {
        long begun = System.nanoTime();
        long end = begun + longestWaitNanos;
        boolean interrupted = false;
        boolean waited = false;
        try {
            while (waiter.waits()) {
                interrupted |= Thread.interrupted(); // an interrupted thread does not park
                long left = end - System.nanoTime();
                if (!waiter.isQueued()) {
                    LockSupport.parkNanos(this, LOOK_NANOS);
                } else if (!interrupted && left > 0) {
                    LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
                    if (waiter.isQueued() && left > LOOK_NANOS) {
                        wake(queue.promoted());
                    }
                } else if (queue.withdraw(waiter)) {
                    events.waited(interrupted ? WaitEnded.End.GIVEN_UP : WaitEnded.End.TIMED_OUT, begun);
                    throw interrupted ? interrupted(what) : tooLong(what);
                }
            }
            waited = true;
            events.waited(WaitEnded.End.SERVED, begun);
        } finally {
            if (!waited) {
                wake(queue.abandon(waiter));
            }
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

    /**
     * Runs the batch of a waiter that has a permit, and gives the permit up, whatever happens on the way: each of the batch has ended then,
     * or waits for its next turn.
     */
    private void lead(Waiter<Q, R> first, boolean alone) {
        List<Waiter<Q, R>> batch = List.of();
        boolean interrupted = false;
        boolean again = false;
        Throwable failure = null;
        boolean heard = events.ordinary();
        long begun = heard ? System.nanoTime() : 0;
        try {
            if (alone) {
                first.end(work.run(List.of(first.request())).get(0));
            } else {
                batch = new ArrayList<>();
                queue.fill(batch, first);
                // What interrupts this thread is no concern of the others.
                interrupted = batch.size() > 1 && Thread.interrupted();
                end(batch, outcomes(batch.stream().map(Waiter::request).toList()));
            }
        } catch (StorageInterruptedException mine) {
            again = !mine.outcomeUnknown();
            failure = mine;
        } catch (Throwable failed) {
            failure = failed;
        } finally {
            if (!first.ended()) {
                first.fail(failure, true);
            }
            // The next batch begins before this one's callers wake up.
            wake(queue.leave(first, batch, again, failure));
            for (int i = 1; i < batch.size(); i++) {
                batch.get(i).wake();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (heard) {
            events.ran(Math.max(1, batch.size()), begun);
        }
    }

    private static <Q, R> void end(List<Waiter<Q, R>> batch, List<Outcome<R>> outcomes) {
        List<Outcome<R>> apart = batch.size() == 1 ? outcomes : new OwnFailures().apart(outcomes);
        if (apart.size() != batch.size()) {
            throw new IllegalStateException(apart.size() + " outcomes of " + batch.size() + " requests");
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).end(apart.get(i));
        }
    }

    private List<Outcome<R>> outcomes(List<Q> batch) {
        return batch.size() == 1 ? work.run(batch) : threads.run(() -> work.run(batch));
    }

    /** Wakes who got a permit. */
    private static <Q, R> void wake(@Nullable Waiter<Q, R> promoted) {
        Waiter<Q, R> next = promoted;
        while (next != null) {
            Waiter<Q, R> also = next.alsoPromoted;
            next.wake();
            next = also;
        }
    }

    /** Returns how many callers wait for their turn. */
    public int waiting() {
        return queue.waiting();
    }

    /** Returns how many permits are in use. */
    public int running() {
        return queue.running();
    }

    /**
     * Returns for how long the oldest of the permits in use has been so, zero if none is: what somebody who waits can tell a lane that is
     * never given back by.
     */
    public Duration oldestPermit() {
        return Duration.ofNanos(queue.oldest());
    }

    /** Refuses what waits and what comes; what is under way goes on. Safe to call twice. */
    @Override
    public void close() {
        queue.close();
        threads.close();
    }
}
