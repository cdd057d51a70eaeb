// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.TransactionAttempt;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats work after a conflict, up to the bound. */
record ConflictRetrier(ConflictRetry bound) {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final long LONGEST_PAUSE_MILLIS = 50;

    <R> R run(String operation, Supplier<R> work) {
        return run(operation, Deadline.NONE, attempt -> work.get());
    }

    <R> R run(String operation, Deadline deadline, Function<TransactionAttempt, R> work) {
        Deadline retryUntil = Deadline.in(Optional.of(bound.atMost()));
        for (int attempt = 1; ; attempt++) {
            try {
                return work.apply(new TransactionAttempt(attempt));
            } catch (TransactionConflictException conflict) {
                boolean over = attempt >= bound.attempts() || retryUntil.hasPassed() || deadline.hasPassed();
                if (!over) {
                    LOG.debug("{}: attempt {} met a conflict", operation, attempt);
                    pause(attempt);
                    over = retryUntil.hasPassed() || deadline.hasPassed();
                }
                if (over) {
                    throw new TransactionConflictException(
                            "given up after " + attempt + " attempts: " + conflict.detail(), attempt, conflict);
                }
            }
        }
    }

    /** Random pauses keep threads that collided once from colliding again in step. */
    private static void pause(int attempt) {
        long longest = TimeUnit.MILLISECONDS.toMicros(longestPauseMillis(attempt));
        try {
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextLong(longest));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException("interrupted between two attempts", interrupted);
        }
    }

    /** Returns the bound of the pause after that attempt, the first being 1. */
    static long longestPauseMillis(int attempt) {
        return Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(attempt - 1, 6));
    }
}
