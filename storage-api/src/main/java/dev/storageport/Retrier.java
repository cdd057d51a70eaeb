// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.TransactionAttempt;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats work of which certainly nothing was applied: after a conflict, and after an outage, each within a bound of its own. Work whose
 * outcome is unknown is never repeated.
 *
 * @param conflicts the bound for conflicts
 * @param outage for how long work is begun again after the database was found away; zero for never
 * @param closed whether the storage is closed, which ends the repeating
 * @param log is told when it was repeated in vain
 */
record Retrier(ConflictRetry conflicts, Duration outage, BooleanSupplier closed, OperatorLog log) {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final long LONGEST_PAUSE_MILLIS = 50;
    private static final long FIRST_OUTAGE_PAUSE_MILLIS = 10;
    private static final long LONGEST_OUTAGE_PAUSE_MILLIS = 100;

    <R> R run(String operation, Supplier<R> work) {
        return run(operation, Deadline.NONE, attempt -> work.get());
    }

    <R> R run(String operation, Deadline deadline, Function<TransactionAttempt, R> work) {
        Deadline retryUntil = Deadline.in(Optional.of(conflicts.atMost()));
        Deadline awayUntil = null;
        int outages = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                return work.apply(new TransactionAttempt(attempt));
            } catch (TransactionConflictException conflict) {
                boolean over =
                        attempt - outages >= conflicts.attempts() || retryUntil.hasPassed() || deadline.hasPassed();
                if (!over) {
                    LOG.debug("{}: attempt {} met a conflict", operation, attempt);
                    pause(0, longestPauseMillis(attempt - outages));
                    over = retryUntil.hasPassed() || deadline.hasPassed();
                }
                if (over) {
                    log.retriesExhausted(operation, attempt, conflict);
                    throw new TransactionConflictException(
                            "given up after " + attempt + " attempts: " + conflict.detail(), attempt, conflict);
                }
            } catch (StorageUnavailableException away) {
                if (away.outcomeUnknown() || outage.isZero()) {
                    throw away;
                }
                awayUntil = awayUntil == null ? Deadline.in(Optional.of(outage)) : awayUntil;
                outages++;
                awaitReturn(operation, away, attempt, outages, awayUntil, deadline);
            }
        }
    }

    /** Pauses, or throws the failure if there is no time left for a pause and another attempt. */
    private void awaitReturn(
            String operation,
            StorageUnavailableException away,
            int attempt,
            int outages,
            Deadline awayUntil,
            Deadline deadline) {
        long longest = longestOutagePauseMillis(outages);
        if (closed.getAsBoolean() || awayUntil.passesWithin(longest) || deadline.passesWithin(longest)) {
            log.retriesExhausted(operation, attempt, away);
            throw away;
        }
        LOG.debug("{}: the database is away, attempt {}", operation, outages, away);
        pause(longest / 2, longest);
        if (closed.getAsBoolean()) {
            throw away;
        }
    }

    /** Random pauses keep threads that collided once from colliding again in step. */
    private static void pause(long shortestMillis, long longestMillis) {
        long shortest = TimeUnit.MILLISECONDS.toMicros(shortestMillis);
        long longest = TimeUnit.MILLISECONDS.toMicros(longestMillis);
        try {
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextLong(shortest, longest));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException("interrupted between two attempts", interrupted);
        }
    }

    /** Returns the bound of the pause after that many conflicts, the first being 1. */
    static long longestPauseMillis(int conflict) {
        return Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(conflict - 1, 6));
    }

    /** Returns the bound of the pause after the database was found away that many times, the first being 1. */
    static long longestOutagePauseMillis(int outages) {
        return Math.min(LONGEST_OUTAGE_PAUSE_MILLIS, FIRST_OUTAGE_PAUSE_MILLIS << Math.min(outages - 1, 6));
    }
}
