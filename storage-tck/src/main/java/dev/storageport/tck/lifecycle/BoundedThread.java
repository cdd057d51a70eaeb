// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs what may hang on a thread of its own, so that the test goes on and says so. */
final class BoundedThread {

    /** As large as the JVM makes one by default. */
    private static final long USUAL_STACK = 0;

    private BoundedThread() {}

    /** Runs work that must end within the bound, and without a failure. */
    static void run(String what, Duration bound, Runnable work) throws InterruptedException {
        run(what, bound, USUAL_STACK, work);
    }

    /**
     * Runs work that must end within the bound, and without a failure.
     *
     * @param stackBytes how large a stack the thread asks for
     */
    static void run(String what, Duration bound, long stackBytes, Runnable work) throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        work.run();
                    } catch (Throwable failed) {
                        failure.set(failed);
                    }
                },
                "storage-tck",
                stackBytes);
        thread.setDaemon(true);
        thread.start();
        thread.join(bound.toMillis());
        boolean hangs = thread.isAlive();
        if (hangs) {
            thread.interrupt();
        }
        assertThat(hangs).as("whether this hangs: %s", what).isFalse();
        Throwable failed = failure.get();
        if (failed instanceof AssertionError assertion) {
            throw assertion;
        }
        assertThat(failed).as("how this failed: %s", what).isNull();
    }
}
