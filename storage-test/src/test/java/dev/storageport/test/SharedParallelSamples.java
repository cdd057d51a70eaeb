// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that run at the same time on one database, of which one is refused; run by {@link StorageExtensionTest}. */
class SharedParallelSamples {

    private static final CountDownLatch REFUSED = new CountDownLatch(1);

    @RegisterExtension
    static final StorageExtension STORAGE = StorageExtension.of(Note.NOTES);

    /** Lets the test that has the storage go on when the other one was refused it. */
    @RegisterExtension
    static final AfterEachCallback AFTER = SharedParallelSamples::ended;

    private static void ended(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            REFUSED.countDown();
        }
    }

    @Test
    void one() throws InterruptedException {
        waits();
    }

    @Test
    void another() throws InterruptedException {
        waits();
    }

    private static void waits() throws InterruptedException {
        if (!REFUSED.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the other test was not refused");
        }
    }
}
