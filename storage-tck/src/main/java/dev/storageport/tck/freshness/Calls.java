// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.freshness;

import dev.storageport.tck.fixture.TestThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls on threads of their own, which can be looked at and interrupted.
 *
 * @param <R> what they return
 */
final class Calls<R> {

    private final List<FutureTask<R>> tasks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    synchronized void start(Callable<R> call) {
        FutureTask<R> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "storage-tck");
        thread.setDaemon(true);
        tasks.add(task);
        threads.add(thread);
        thread.start();
    }

    void start(int times, Callable<R> call) {
        for (int i = 0; i < times; i++) {
            start(call);
        }
    }

    /** Returns how many of them wait for something, but not for ever. */
    synchronized long waiting() {
        return threads.stream()
                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                .count();
    }

    synchronized void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    /** Returns what they returned; fails as the first that failed. */
    List<R> results() throws Exception {
        List<R> results = new ArrayList<>();
        for (FutureTask<R> task : tasks()) {
            try {
                results.add(task.get(TestThreads.PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            } catch (ExecutionException failed) {
                throw new AssertionError(
                        "[a call that was to be served] failed: " + failed.getCause(), failed.getCause());
            }
        }
        return results;
    }

    /** Returns what those that failed threw. */
    List<Throwable> failures() throws InterruptedException, TimeoutException {
        List<Throwable> failures = new ArrayList<>();
        for (FutureTask<R> task : tasks()) {
            try {
                task.get(TestThreads.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException failed) {
                failures.add(failed.getCause());
            }
        }
        return failures;
    }

    private synchronized List<FutureTask<R>> tasks() {
        return List.copyOf(tasks);
    }
}
