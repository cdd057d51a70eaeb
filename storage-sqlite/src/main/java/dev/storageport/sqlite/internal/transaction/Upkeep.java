// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what keeps a database in order beside its callers, on one thread that is there while there is something to do. */
final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final long IDLE_SECONDS = 10;

    private final String database;
    private final ScheduledThreadPoolExecutor executor;

    /**
     * Creates it, with no thread yet.
     *
     * @param database for messages
     */
    Upkeep(String database) {
        this.database = database;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "storageport-sqlite-upkeep");
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs a task once after a while; returns false if this is closed, and runs nothing then. What it throws is logged: nothing acknowledged depends on it. */
    boolean after(Duration delay, Runnable task) {
        try {
            return !executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS)
                    .isCancelled();
        } catch (RejectedExecutionException closed) {
            LOG.debug("{}: nothing is kept in order any more", database, closed);
            return false;
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failed) {
            LOG.debug("{}: upkeep failed and is tried again with the next write", database, failed);
        }
    }

    /** Ends what runs by an interrupt, and does not wait for it. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
