// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The end of the time that work has; it may have none. */
final class Deadline {

    /** Never passes. */
    static final Deadline NONE = new Deadline(Optional.empty());

    private final Optional<Duration> atMost;
    private final long end;

    private Deadline(Optional<Duration> atMost) {
        this.atMost = atMost;
        this.end = System.nanoTime() + atMost.map(TimeUnit.NANOSECONDS::convert).orElse(0L);
    }

    /** Returns a deadline so long from now. */
    static Deadline in(Optional<Duration> atMost) {
        return atMost.isEmpty() ? NONE : new Deadline(atMost);
    }

    boolean hasPassed() {
        return atMost.isPresent() && System.nanoTime() - end >= 0;
    }

    /** Returns whether this passes within so many milliseconds, or has. */
    boolean passesWithin(long millis) {
        return atMost.isPresent() && System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis) - end >= 0;
    }

    /** Refuses to go on after the end. */
    void check() {
        if (hasPassed()) {
            throw new StorageTimeoutException(
                    "the transaction's deadline of " + atMost.orElseThrow() + " has passed", null);
        }
    }
}
