// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import dev.storageport.InvalidValueException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How fast documents are removed, and the end of it all, for which no pause is too long.
 *
 * @param batchSize how many documents a batch removes at most
 * @param pause how long others have the database for themselves between two batches
 * @param closing is open until retention is closed
 */
record Pace(int batchSize, Duration pause, CountDownLatch closing) {

    /** What others get for each part of the time that a batch takes. */
    private static final int SHARE_OF_OTHERS = 3;

    /** What may be waited for: a hundred years, which fit into a number of nanoseconds. */
    static final Duration LONGEST = Duration.ofDays(36_500);

    Pace {
        if (batchSize <= 0) {
            throw new InvalidValueException("batchSize", "is not positive");
        }
        if (pause.isNegative()) {
            throw new InvalidValueException("pause", "is negative");
        }
        if (pause.compareTo(LONGEST) > 0) {
            throw new InvalidValueException("pause", "is longer than a hundred years");
        }
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /**
     * Lets others have the database, a few times longer than the batch had it, so that a slow disk or a busy database gets longer pauses.
     * Returns whether to go on; an interrupt ends it and is kept.
     */
    boolean rest(long batchNanos) {
        long nanos = pause.isZero() ? 0 : Math.max(pause.toNanos(), batchNanos * SHARE_OF_OTHERS);
        try {
            return !closing.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
