// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * Threads of one test. A failure on any of them fails the test, and nothing waits for ever. Steps of an interleaving are bounded
 * waits, because a backend may make one thread wait for the other where another backend lets both go on.
 */
final class TestThreads implements AutoCloseable {

    /** How long a whole test may take; only reached when something hangs. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How long one thread waits for a step of another that a backend may rightly hold up. */
    private static final long STEP_MILLIS = 300;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "storage-tck");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Future<?>> started = new ArrayList<>();

    /** Work that may throw anything. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Starts work that {@link #join} waits for. */
    void start(Work work) {
        started.add(submitted(work));
    }

    /** Starts work that somebody waits for before {@link #join} does. */
    Future<?> follow(Work work) {
        Future<?> future = submitted(work);
        started.add(future);
        return future;
    }

    private Future<?> submitted(Work work) {
        return threads.submit(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /** Starts the work so many times, all at one moment; each is told its number. */
    void startTogether(int count, IntConsumer work) {
        CyclicBarrier barrier = new CyclicBarrier(count);
        for (int i = 0; i < count; i++) {
            int number = i;
            start(() -> {
                barrier.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                work.accept(number);
            });
        }
    }

    /** Waits for all threads; the first failure arrives as it was thrown. */
    void join() {
        started.forEach(TestThreads::result);
    }

    /** Waits for all threads, where that they meet no error is what is tested. */
    void joinWithoutError(String threads) {
        assertThatCode(this::join).as("what %s throw", threads).doesNotThrowAnyException();
    }

    /** Returns what the thread made. */
    static <R> R result(Future<R> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException error) {
                throw error;
            } else if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError("a thread of the test failed", failed.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("a thread of the test hangs after " + PATIENCE, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** Waits for a step of another thread, at most a moment; returns whether it happened. */
    static boolean awaitStep(CountDownLatch step) throws InterruptedException {
        return step.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Waits for the others, at most a moment, where nothing checked may be thrown. */
    static void meet(CountDownLatch all) {
        try {
            awaitStep(all);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for work on another thread, at most a moment; returns whether it ended. */
    static boolean awaitStep(Future<?> step) throws InterruptedException {
        try {
            step.get(STEP_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException failed) {
            return true; // join reports it
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
