// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

/**
 * When something is to be looked at again: a millisecond after the last look, or so much later that looks take half a hundredth of the time
 * at most. A look takes one to two microseconds as a rule, and ten times that where a call of the kernel is dear. Used by any number of
 * threads, which may look twice where once would do.
 */
final class LookInterval {

    private static final long SHARE_OF_TIME = 200;
    private static final long LEAST_NANOS = 1_000_000;

    /** What is acknowledged in between may be lost, so it stays short even if a look was held up. */
    private static final long MOST_NANOS = 10_000_000;

    private volatile long next;

    /** Creates the interval of something that is to be looked at as soon as somebody asks. */
    LookInterval() {
        next = System.nanoTime();
    }

    boolean isOver() {
        return System.nanoTime() - next >= 0;
    }

    /** Begins again, after a look that began at this time by {@link System#nanoTime()} and has just ended. */
    void lookedSince(long nanos) {
        long took = System.nanoTime() - nanos;
        next = nanos + Math.max(LEAST_NANOS, Math.min(MOST_NANOS, took * SHARE_OF_TIME));
    }
}
