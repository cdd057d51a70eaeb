// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.OutOfSpaceException;
import dev.storageport.StorageException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.UsageException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong next, so that applications can test their bad days. Counts operations as the database sees them; inside a
 * transaction each operation counts, and so does its commit. Any number of threads may use it.
 */
public final class FakeFaults {

    /** How long an operation may take before it is given up. */
    public static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(30);

    private final @Nullable ManualClock clock;
    private int failures;
    private Supplier<? extends StorageException> failure = () -> unavailable(false);
    private int lostReplies;
    private Duration delay = Duration.ZERO;
    private boolean full;

    FakeFaults(@Nullable ManualClock clock) {
        this.clock = clock;
    }

    /** Makes the next operations fail as if the connection had been lost before they began; nothing of them is applied. */
    public void failNext(int operations) {
        failNext(operations, () -> unavailable(false));
    }

    /** Makes the next operations fail with exceptions of the supplier's making; nothing of them is applied. */
    public synchronized void failNext(int operations, Supplier<? extends StorageException> with) {
        failures = operations;
        failure = with;
    }

    /**
     * Loses the replies to the next writes or commits: each is applied, and the caller gets a
     * {@link StorageUnavailableException} with an unknown outcome.
     */
    public synchronized void loseReplies(int writes) {
        lostReplies = writes;
    }

    /**
     * Makes the next operation take so long by the database's clock, which it moves. Longer than {@link #OPERATION_TIMEOUT} ends
     * in a {@link StorageTimeoutException} after that time, with nothing applied.
     *
     * @throws UsageException if the database was created without a clock
     */
    public synchronized void delayNext(Duration duration) {
        if (clock == null) {
            throw new UsageException("a delay needs a clock to move: create the FakeDatabase with a ManualClock");
        }
        delay = duration;
    }

    /** Fills the database up, or makes room: while it is full every put fails with {@link OutOfSpaceException}. */
    public synchronized void outOfSpace(boolean isFull) {
        full = isFull;
    }

    /** Forgets all that was scripted and has not happened: nothing goes wrong any more. */
    public synchronized void clear() {
        failures = 0;
        lostReplies = 0;
        delay = Duration.ZERO;
        full = false;
    }

    synchronized void beforeOperation() {
        if (failures > 0) {
            failures--;
            throw failure.get();
        }
        Duration wanted = delay;
        delay = Duration.ZERO;
        if (clock != null && !wanted.isZero()) {
            boolean tooLong = wanted.compareTo(OPERATION_TIMEOUT) > 0;
            clock.advance(tooLong ? OPERATION_TIMEOUT : wanted);
            if (tooLong) {
                throw new StorageTimeoutException("the operation did not end within " + OPERATION_TIMEOUT, null);
            }
        }
    }

    synchronized void beforePut(String collection) {
        if (full) {
            throw new OutOfSpaceException("collection " + collection + ": the database is full", null);
        }
    }

    synchronized void afterCommit() {
        if (lostReplies > 0) {
            lostReplies--;
            throw unavailable(true);
        }
    }

    private static StorageUnavailableException unavailable(boolean outcomeUnknown) {
        return new StorageUnavailableException("the connection was lost, as scripted", outcomeUnknown, null);
    }
}
