// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import dev.storageport.UsageException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a run comes: after a random part of the interval first, and then each time an interval, a little longer or shorter, after the last one
 * has ended. Whatever a run throws, the next one comes.
 */
final class Schedule {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Runnable run;
    private final Duration every;
    private final double jitter;

    private @Nullable ScheduledExecutorService scheduler;
    private boolean isOwn;
    private @Nullable Future<?> next;
    private boolean closed;

    Schedule(Runnable run, Duration every, double jitter) {
        this.run = run;
        this.every = every;
        this.jitter = jitter;
    }

    synchronized void start() {
        requireUnstarted();
        isOwn = true;
        begin(Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "storageport-retention");
            thread.setDaemon(true);
            return thread;
        }));
    }

    synchronized void start(ScheduledExecutorService itsScheduler) {
        requireUnstarted();
        begin(itsScheduler);
    }

    private void requireUnstarted() {
        if (closed || scheduler != null) {
            throw new UsageException(closed ? "retention: is closed" : "retention: was started before");
        }
    }

    private void begin(ScheduledExecutorService itsScheduler) {
        try {
            plan(itsScheduler, random());
        } catch (RejectedExecutionException shutDown) {
            throw new UsageException("retention: its scheduler is shut down");
        }
        scheduler = itsScheduler;
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /** Plans the next run after a part of the interval. */
    private void plan(ScheduledExecutorService itsScheduler, double part) {
        next = itsScheduler.schedule(
                () -> runAndPlan(itsScheduler), (long) (every.toNanos() * part), TimeUnit.NANOSECONDS);
    }

    private void runAndPlan(ScheduledExecutorService itsScheduler) {
        try {
            run.run();
        } catch (Throwable failed) { // an Error too: the next run may have what this one lacked
            log(failed);
        } finally {
            planNext(itsScheduler);
        }
    }

    private synchronized void planNext(ScheduledExecutorService itsScheduler) {
        if (closed) {
            return;
        }
        try {
            plan(itsScheduler, 1 + jitter * (2 * random() - 1));
        } catch (RejectedExecutionException shutDown) {
            LOG.warn("retention: its scheduler was shut down, so it does not run any more");
        }
    }

    private static void log(Throwable failed) {
        try {
            LOG.warn("retention: a run failed, the next one comes: {}", failed.toString());
        } catch (Throwable alsoFailed) {
            // Where the stack or the memory is at its end, a line in the log is the last thing to insist on.
        }
    }

    /** Plans no run any more; one that is under way goes on. */
    synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
        if (isOwn && scheduler != null) {
            scheduler.shutdown();
        }
    }

    /** Interrupts a run that goes on although it was told to end. */
    synchronized void interrupt() {
        if (isOwn && scheduler != null) {
            scheduler.shutdownNow();
        }
    }
}
