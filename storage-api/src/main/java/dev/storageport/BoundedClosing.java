// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what may hang or fail, while its caller does neither: on a thread of its own, which is waited for within a bound and goes on
 * alone afterwards. What fails is logged; there is nothing that a caller of close could do about it.
 */
final class BoundedClosing {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    private BoundedClosing() {}

    /**
     * Closes something.
     *
     * @param what is closed, for the log
     */
    static void run(String what, Duration atMost, Runnable close) {
        Thread thread = new Thread(() -> quietly(what, close), "storageport-close");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            quietly(what, close);
            return;
        }
        if (!hasEnded(thread, atMost)) {
            LOG.warn("{}: does not close within {}; it is left to itself", what, atMost);
        }
    }

    private static void quietly(String what, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException | Error failed) {
            LOG.warn("{}: did not close well; what was acknowledged is safe", what, failed);
        }
    }

    /** Waits whatever interrupts this thread, which keeps its flag. */
    private static boolean hasEnded(Thread thread, Duration atMost) {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(atMost);
        boolean interrupted = false;
        try {
            while (thread.isAlive()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(left, 1_000_000));
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
