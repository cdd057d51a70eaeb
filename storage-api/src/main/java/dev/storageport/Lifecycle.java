// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Closing;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a storage is open, and what is under way on it.
 *
 * <pre>
 *   open --close()--> closing: new calls refused, running ones end or the grace does --> streams closed --> closed
 * </pre>
 *
 * A call counts itself before it looks at the flag, and close sets the flag before it looks at the count; so either the call sees
 * the flag or close sees the call.
 */
final class Lifecycle {

    private final AtomicInteger running = new AtomicInteger();
    private final CountDownLatch drained = new CountDownLatch(1);
    private final Set<RowIterator<?>> cursors = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    void enter() {
        running.incrementAndGet();
        if (closed) {
            exit();
            throw new StorageClosedException("the storage is closed");
        }
    }

    void exit() {
        if (running.decrementAndGet() == 0 && closed) {
            drained.countDown();
        }
    }

    boolean isClosed() {
        return closed;
    }

    void track(RowIterator<?> cursor) {
        cursors.add(cursor);
    }

    void forget(RowIterator<?> cursor) {
        cursors.remove(cursor);
    }

    /** Refuses new calls, waits for those under way, at most the grace, and closes the streams left open. */
    void close(Duration grace) {
        closed = true;
        if (running.get() == 0) {
            drained.countDown();
        }
        try {
            drained.await(TimeUnit.NANOSECONDS.convert(grace), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) { // close goes on, it must not leave a pool behind
            Thread.currentThread().interrupt();
        }
        Closing.all(cursors, RowIterator::close);
    }
}
