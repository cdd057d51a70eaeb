// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.StoragePort;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds a health check in time: it runs on a thread of its own, since a database that does not answer may hold the thread that
 * asks. At most one check is under way; while it hangs, further ones report that instead of piling up.
 */
final class HealthCheck {

    private final StoragePort port;
    private final Lifecycle lifecycle;
    private final AtomicBoolean underWay = new AtomicBoolean();

    HealthCheck(StoragePort port, Lifecycle lifecycle) {
        this.port = port;
        this.lifecycle = lifecycle;
    }

    Health run(Duration atMost) {
        long start = System.nanoTime();
        if (atMost.isZero() || atMost.isNegative()) {
            return down("the bound for the check is not positive", start);
        }
        if (lifecycle.isClosed()) {
            return down("the storage is closed", start);
        }
        if (!underWay.compareAndSet(false, true)) {
            return down("an earlier check has not ended yet", start);
        }
        try {
            return ask(atMost).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
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
        CompletableFuture<Health> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer(answer, atMost), "storage-health-" + port.backend());
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    /** The next check may begin before the caller hears of this one. */
    private void answer(CompletableFuture<Health> answer, Duration atMost) {
        try {
            Health health = port.health(atMost);
            underWay.set(false);
            answer.complete(health);
        } catch (RuntimeException | Error failed) {
            underWay.set(false);
            answer.completeExceptionally(failed);
        }
    }

    private Health down(String message, long start) {
        return Health.down(port.backend(), message, Duration.ofNanos(System.nanoTime() - start));
    }
}
