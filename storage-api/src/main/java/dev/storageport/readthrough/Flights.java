// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.StorageException;
import dev.storageport.event.ReadThroughEnded.Result;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The loads under way on this read-through, one for a key at most.
 *
 * <pre>
 *   rounds() ── look at the storage ── join ──► led by another: wait for it
 *                                        └────► mine: has a load ended since rounds()? then look again ── load ── store ── end
 * </pre>
 *
 * A load stores before it counts itself, and counts itself before it makes room for the next. So who found nothing, and leads, has either
 * seen all that earlier loads stored, or sees by the count that it has to look again.
 */
final class Flights<T> {

    /**
     * What a caller gets, and how that is counted.
     *
     * @param value empty if the source has nothing
     */
    record Answer<T>(Result result, Optional<Served<T>> value) {}

    private final ConcurrentMap<String, Flight<T>> running = new ConcurrentHashMap<>();
    private final AtomicLong rounds = new AtomicLong();

    /** Returns how many loads have ended. */
    long rounds() {
        return rounds.get();
    }

    /** Takes the key for a flight. Returns the one that has it; null if it is this one now. */
    @Nullable
    Flight<T> join(String key, Flight<T> flight) {
        return running.putIfAbsent(key, flight);
    }

    /** Makes room for the next, if it was this flight that had the key, and lets go who waits. Allocates nothing. */
    void end(String key, Flight<T> flight) {
        rounds.incrementAndGet();
        running.remove(key, flight);
        flight.ended.countDown();
    }

    /**
     * One load of one key, which others wait for. It ends with an answer, with a failure, or with neither: then who led it had to leave, and
     * one of those who wait leads another.
     */
    static final class Flight<T> {

        private final CountDownLatch ended = new CountDownLatch(1);
        private @Nullable Answer<T> answer;
        private @Nullable StorageException failure;

        /** Before the end, by who leads. */
        void answer(Answer<T> with) {
            answer = with;
        }

        /** Before the end, by who leads. */
        void fail(StorageException with) {
            failure = with;
        }

        /** Waits, and returns whether it ended in time. */
        boolean hasEnded(long deadlineNanos) throws InterruptedException {
            return ended.await(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        }

        /** Returns what it ended with. */
        @Nullable
        Answer<T> answer() {
            return answer;
        }

        /** Returns what it ended with, as an exception of the caller's own. */
        @Nullable
        StorageException failure() {
            return failure == null ? null : failure.copy();
        }
    }
}
