// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.StorageInterruptedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The standby of a {@link FakeDatabase}, which may be made to fall behind, so that applications can test what they read from one. There is
 * none until it is {@linkplain #start started}. Any number of threads may use it.
 *
 * <pre>
 *   start, resume   applies each commit before that returns
 *   pause           applies none, until told to apply so many, or to resume
 *   stop            is not there any more
 * </pre>
 */
public final class FakeStandby {

    private final Runnable copying;
    private final FakeFaults faults = new FakeFaults(null);
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean there;
    private boolean paused;
    private long applied;

    /**
     * Creates it without a copy.
     *
     * @param copying has the database copy itself and {@link #begin}, beside no change
     */
    FakeStandby(Runnable copying) {
        this.copying = copying;
    }

    /** Begins with a copy of the database as it is now, and follows it from then on. */
    public void start() {
        copying.run();
    }

    /** Begins with a copy in which there are so many changes. */
    synchronized void begin(long changes) {
        waiting.clear();
        applied = changes;
        there = true;
        paused = false;
        notifyAll();
    }

    /** Ends it: there is no standby until it is started again. Does nothing if there is none. */
    public synchronized void stop() {
        waiting.clear();
        there = false;
        notifyAll();
    }

    /** Applies no commit any more, and keeps them. */
    public synchronized void pause() {
        paused = true;
    }

    /** Applies all that was kept, and follows again. */
    public synchronized void resume() {
        paused = false;
        apply(Integer.MAX_VALUE);
    }

    /** Applies the next commits of those that were kept, at most so many. */
    public synchronized void apply(int commits) {
        for (int i = 0; i < commits && !waiting.isEmpty(); i++) {
            waiting.remove().run();
            applied++;
        }
        notifyAll();
    }

    /** Returns how many commits it has not applied. */
    public synchronized int behind() {
        return waiting.size();
    }

    /** Returns the script of what goes wrong next with reads on it; {@link FakeFaults#failNext} is all that there is of it here. */
    public FakeFaults faults() {
        return faults;
    }

    synchronized boolean isThere() {
        return there;
    }

    /** Takes what makes in the copy a change that the database has made, whose monitor the caller holds. */
    synchronized void receive(Runnable change) {
        if (there) {
            waiting.add(change);
            if (!paused) {
                apply(Integer.MAX_VALUE);
            }
        }
    }

    /** Waits until so many changes are in the copy, and returns whether that came about. */
    synchronized boolean reaches(long changes, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (there && applied < changes) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new StorageInterruptedException("interrupted while waiting for the standby", interrupted);
            }
        }
        return there;
    }
}
