// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Headroom;
import dev.storageport.port.StoragePort;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Bounds a health check in time: it runs on a thread of its own, since a database that does not answer may hold the thread that
 * asks. At most one check is under way; who asks meanwhile waits for its answer, within a bound of their own, so checks do not pile
 * up while the database hangs.
 */
final class HealthCheck {

    private final StoragePort port;
    private final Lifecycle lifecycle;
    private final AtomicReference<@Nullable CompletableFuture<Health>> underWay = new AtomicReference<>();

    HealthCheck(StoragePort port, Lifecycle lifecycle) {
        this.port = port;
        this.lifecycle = lifecycle;
    }

    Health run(Duration atMost) {
        long start = System.nanoTime();
        if (atMost == null || atMost.isZero() || atMost.isNegative()) {
            return down("the bound for the check is not positive", start);
        }
        if (lifecycle.isClosed()) {
            return down("the storage is closed", start);
        }
        try {
            Headroom.require();
            return ask(atMost).get(TimeUnit.NANOSECONDS.convert(atMost), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return down("no answer within " + atMost, start);
        } catch (ExecutionException failed) {
            return down("the check failed: " + failed.getCause(), start);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return down("the thread is interrupted", start);
        }
    }

    private CompletableFuture<Health> ask(Duration atMost) {
        CompletableFuture<Health> present = underWay.get();
        if (present != null) {
            return present;
        }
        CompletableFuture<Health> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer(answer, atMost), "storage-health-" + port.backend());
        thread.setDaemon(true);
        CompletableFuture<Health> earlier = underWay.compareAndExchange(null, answer);
        if (earlier != null) {
            return earlier;
        }
        try {
            thread.start();
        } catch (Throwable noThread) { // the next check must not wait for one that never began
            underWay.set(null);
            answer.completeExceptionally(noThread);
        }
        return answer;
    }

    /** Ends the check before it hands out the answer: who has it may ask again at once. */
    private void answer(CompletableFuture<Health> answer, Duration atMost) {
        try {
            Health found = port.health(atMost);
            underWay.set(null);
            answer.complete(found);
        } catch (Throwable failed) {
            underWay.set(null);
            answer.completeExceptionally(failed);
        }
    }

    private Health down(String message, long start) {
        return Health.down(port.backend(), message, Duration.ofNanos(System.nanoTime() - start));
    }
}
