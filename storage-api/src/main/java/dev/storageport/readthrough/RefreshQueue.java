// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

import dev.storageport.event.RefreshAdvanced.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be refreshed in the background: each key once, so many at once, and so many that wait.
 *
 * <pre>
 *   offer ── known already: nothing
 *      ├──── full, closed, or no thread to be had: dropped
 *      └──── queued ──► a worker takes it: running ──► gone, whatever it ended with
 * </pre>
 *
 * A worker is work for the executor: it comes with the first key, if there are not as many as there may be, and ends when nothing waits.
 */
final class RefreshQueue {

    /** How long what was interrupted may take to leave. */
    private static final Duration LEAVING = Duration.ofSeconds(1);

    private record Refresh(String key, Consumer<String> work) {}

    private final int concurrency;
    private final int capacity;
    private final Executor executor;
    private final Telling telling;

    /** Those that wait or run; asked without the lock by whoever is served something stale. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    private final Queue<Refresh> queued = new ArrayDeque<>();
    private final Map<String, Thread> running = new HashMap<>();
    private int workers;
    private boolean closed;

    RefreshQueue(int concurrency, int capacity, Executor executor, Telling telling) {
        this.concurrency = concurrency;
        this.capacity = capacity;
        this.executor = executor;
        this.telling = telling;
    }

    /**
     * Takes a key, unless it is known.
     *
     * @param refresh what to do with it; may throw anything
     * @return whether it waits or runs
     */
    boolean offer(String key, Consumer<String> refresh) {
        if (known.contains(key)) {
            return true;
        }
        boolean taken;
        boolean worker;
        synchronized (this) {
            if (known.contains(key)) {
                return true;
            }
            taken = !closed && queued.size() < capacity;
            worker = taken && workers < concurrency;
            if (taken) {
                queued.add(new Refresh(key, refresh));
                known.add(key);
                workers += worker ? 1 : 0;
            }
        }
        boolean waits = taken;
        try {
            telling.refresh(Step.TRIGGERED, 0);
        } finally { // the worker is counted already
            if (worker) {
                waits = isBegun();
            }
        }
        if (!taken) {
            telling.refreshLost(Step.DROPPED, null, 0);
        }
        return waits;
    }

    /** Begins a worker that is counted; where none can be had and there is no other, what waits is dropped. */
    private boolean isBegun() {
        try {
            executor.execute(this::work);
            return true;
        } catch (RuntimeException | Error none) { // rejected, or no thread to be had
            int dropped = 0;
            synchronized (this) {
                workers--;
                if (workers == 0) {
                    dropped = drop();
                }
            }
            tellDropped(dropped, none);
            return dropped == 0;
        }
    }

    private synchronized int drop() {
        int dropped = queued.size();
        queued.forEach(refresh -> known.remove(refresh.key()));
        queued.clear();
        return dropped;
    }

    private void tellDropped(int times, @Nullable Throwable reason) {
        for (int i = 0; i < times; i++) {
            telling.refreshLost(Step.DROPPED, reason, 0);
        }
    }

    private void work() {
        boolean left = false;
        try {
            Refresh next;
            do {
                next = next();
                if (next != null) {
                    run(next);
                }
            } while (next != null && !Thread.currentThread().isInterrupted());
            left = next == null;
        } finally {
            if (!left) { // an error, perhaps for want of memory, or a thread that is to end: another takes over what
                // waits
                isBegun();
            }
        }
    }

    private void run(Refresh refresh) {
        long begun = telling.begun();
        try {
            telling.refresh(Step.STARTED, 0);
            refresh.work().accept(refresh.key());
            telling.refresh(Step.COMPLETED, begun);
        } catch (Throwable failed) { // an error too: others wait for this worker
            telling.refreshLost(Step.FAILED, failed, begun);
        } finally {
            end(refresh.key());
        }
    }

    private synchronized @Nullable Refresh next() {
        Refresh next = queued.peek();
        if (next == null) {
            leave();
        } else {
            running.put(next.key(), Thread.currentThread()); // if there is no memory for it, it still waits
            queued.remove();
        }
        return next;
    }

    private synchronized void leave() {
        workers--;
    }

    private synchronized void end(String key) {
        running.remove(key);
        known.remove(key);
        notifyAll();
        if (closed) {
            Thread.interrupted(); // what closing said to this thread was of that key
        }
    }

    synchronized ReadThrough.Status status() {
        return new ReadThrough.Status(queued.size(), running.size(), capacity, concurrency);
    }

    /** Drops what waits, lets what runs end in time, and interrupts it then. */
    void close(Duration grace) {
        int dropped;
        synchronized (this) {
            closed = true;
            dropped = drop();
        }
        tellDropped(dropped, null);
        if (!hasEnded(grace)) {
            synchronized (this) {
                running.values().forEach(Thread::interrupt);
            }
            hasEnded(LEAVING);
        }
    }

    /**
     * Waits for what runs, and not for workers that the executor has yet to begin. A thread that is interrupted keeps its flag and does not
     * wait: closing goes on.
     */
    private synchronized boolean hasEnded(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (long left = end - System.nanoTime(); !running.isEmpty(); left = end - System.nanoTime()) {
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
