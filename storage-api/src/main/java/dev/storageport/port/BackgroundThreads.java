// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs each work on a thread of its own that ends with it: a virtual one where the JDK has them, else a daemon. So nothing is kept while there
 * is no work; how many run at once is for the caller to bound.
 */
public final class BackgroundThreads implements Executor {

    /** The first JDK where virtual threads are no preview. */
    private static final int FINAL = 21;

    private static final @Nullable MethodHandle START_VIRTUAL = startVirtual();

    private final String name;

    /**
     * Creates it.
     *
     * @param name of the threads
     */
    public BackgroundThreads(String name) {
        this.name = name;
    }

    private static @Nullable MethodHandle startVirtual() {
        if (Runtime.version().feature() < FINAL) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (NoSuchMethodException | IllegalAccessException noVirtualThreads) {
            return null;
        }
    }

    @Override
    public void execute(Runnable work) {
        if (START_VIRTUAL == null) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
        } else {
            startVirtual(START_VIRTUAL, work);
        }
    }

    private void startVirtual(MethodHandle start, Runnable work) {
        try {
            Thread started = (Thread) start.invokeExact(work);
            started.setName(name);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable failed) {
            throw new IllegalStateException("Thread.startVirtualThread failed", failed);
        }
    }
}
