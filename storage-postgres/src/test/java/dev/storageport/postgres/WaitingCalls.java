// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Calls of a port that are known to wait, one after another. */
final class WaitingCalls {

    private static final long PATIENCE_SECONDS = 30;

    private final PostgresPort port;
    private final List<Thread> threads = new ArrayList<>();

    WaitingCalls(PostgresPort port) {
        this.port = port;
    }

    /** Calls an operation and returns when it waits, after those called before. */
    <R> Future<R> call(Callable<R> operation) {
        int before = port.pool().orElseThrow().waiting();
        CompletableFuture<R> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(operation.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        threads.add(thread);
        thread.start();
        await(() -> port.pool().orElseThrow().waiting() == before + 1);
        return result;
    }

    /** Returns the thread of a call. */
    Thread thread(int call) {
        return threads.get(call);
    }

    static void await(Callable<Boolean> condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (!condition.call()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("did not come about");
                }
                // Others need the processor to bring it about.
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /** Waits until a question to the server is answered with yes. */
    static void await(TestDatabase database, String question) {
        await(() -> database.query(question).equals("t"));
    }

    static <R> R get(Future<R> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(failed);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
