// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one line through in each second, and counts the others: what goes wrong for every caller at once must not fill a disk too. */
final class LogRate {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong omitted = new AtomicLong();

    /** Returns how many lines were left out since the last one if there is to be one now, or -1. */
    long admit() {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + SECOND)) {
            return omitted.getAndSet(0);
        }
        omitted.incrementAndGet();
        return -1;
    }
}
