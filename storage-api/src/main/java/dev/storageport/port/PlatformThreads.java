// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads, for native calls and for work that several callers depend on when a virtual thread has to run it. An interrupt of a
 * virtual thread closes the socket it reads from, so one caller's interrupt would be the loss of a connection to all of them; and native
 * code keeps the carrier of a virtual thread busy. Threads come at need and end after a while without work. Any number of threads may use
 * this.
 */
public final class PlatformThreads implements AutoCloseable {

    private static final long KEPT_SECONDS = 10;
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
                Thread thread = new Thread(work, "storageport-batch");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());

    /** Creates an executor without threads. */
    public PlatformThreads() {}

    /** Returns {@code Thread.isVirtual}, which JDKs before 21 do not have. */
    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException noVirtualThreads) {
            return null;
        }
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable failed) {
            throw new IllegalStateException("Thread.isVirtual failed", failed);
        }
    }

    /**
     * Runs the work: on the calling thread if that is a platform thread, else on one of these, which is waited for whatever interrupts the
     * calling thread; it keeps its flag.
     *
     * @return what the work returned; what it throws is thrown here
     */
    public <R> R run(Supplier<R> work) {
        return isVirtual(Thread.currentThread()) ? result(threads.submit(work::get)) : work.get();
    }

    private static <R> R result(Future<R> running) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return running.get();
                } catch (InterruptedException meanwhile) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    throw unwrapped(failed);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed.getCause() instanceof RuntimeException exception
                ? exception
                : new IllegalStateException(failed.getCause());
    }

    /** Lets what runs end; later work runs on its caller's thread. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
