// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a number of threads in at a time, for backends whose database admits only so many: in order of arrival, with a bound on the wait, and
 * with the library's own errors for those who do not get in.
 *
 * <p>Any number of threads may use a gate. Who came in leaves once, on any thread; {@link #leave} cannot fail.
 */
public final class Gate implements AutoCloseable {

    private final int width;
    private final Duration longestWait;
    private final Semaphore free;
    private volatile boolean closed;

    /**
     * Creates an open gate.
     *
     * @param width how many may be inside at a time; positive
     * @param longestWait how long one may wait to come in
     */
    public Gate(int width, Duration longestWait) {
        if (width < 1) {
            throw new IllegalArgumentException("nobody would ever come in");
        }
        this.width = width;
        this.longestWait = longestWait;
        this.free = new Semaphore(width, true);
    }

    /**
     * Waits to come in, behind those who wait already.
     *
     * @param what is waited for, for messages, for instance {@code a reader}
     * @throws StorageTimeoutException if it took too long
     * @throws StorageInterruptedException if the thread is interrupted, before or while it waits; its flag is set
     * @throws StorageClosedException if the gate is closed, before or while it waits
     */
    public void enter(String what) {
        boolean entered;
        try {
            entered = free.tryAcquire(TimeUnit.NANOSECONDS.convert(longestWait), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException("interrupted while waiting for " + what, interrupted);
        }
        if (closed) {
            if (entered) {
                free.release(); // for the next one who waits, to hear of it too
            }
            throw new StorageClosedException("the storage was closed while waiting for " + what);
        }
        if (!entered) {
            throw new StorageTimeoutException(
                    "waited " + longestWait + " for " + what + "; " + inUse() + " of " + width + " in use, " + waiting()
                            + " waiting",
                    null);
        }
    }

    /** Comes in if there is room and nobody waits; returns whether it did. */
    public boolean tryEnter() {
        return !closed && !free.hasQueuedThreads() && free.tryAcquire();
    }

    /** Makes room for the next one. */
    public void leave() {
        free.release();
    }

    /** Returns how many are inside. */
    public int inUse() {
        return Math.max(0, width - free.availablePermits());
    }

    /** Returns about how many wait. */
    public int waiting() {
        return free.getQueueLength();
    }

    /** Sends away who waits and who comes; who is inside stays until it leaves. Safe to call twice. */
    @Override
    public void close() {
        closed = true;
        free.release(); // wakes the first of those who wait; each wakes the next
    }
}
