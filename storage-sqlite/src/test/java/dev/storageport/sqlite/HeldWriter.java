// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;

import dev.storageport.port.Filter;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.sqlite.internal.transaction.WriterConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A thread that has the writer of a port until it is told to let go, so that what others do meanwhile comes to wait in a known order. */
final class HeldWriter implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch release = new CountDownLatch(1);
    private final FutureTask<Long> holding;
    private final List<Thread> threads = new ArrayList<>();

    HeldWriter(SqlitePort port) {
        CountDownLatch held = new CountDownLatch(1);
        holding = new FutureTask<>(() -> port.transact(TransactionAttempt.FIRST, operations -> {
            long count = operations.count(USERS, new Filter.All()); // takes the writer, whatever comes first
            held.countDown();
            await(release);
            return count;
        }));
        start(holding);
        await(held);
    }

    /** Runs something on a thread of its own, and comes back when that waits as the one that many callers stand before. */
    <R> FutureTask<R> queue(WriterConnection writer, Callable<R> work) {
        int before = writer.status().waiting();
        FutureTask<R> task = new FutureTask<>(work);
        start(task);
        until(() -> writer.status().waiting() == before + 1);
        return task;
    }

    /** Returns the transaction that has the writer. */
    FutureTask<Long> holding() {
        return holding;
    }

    /** Returns the thread of what was queued last. */
    Thread lastThread() {
        return threads.get(threads.size() - 1);
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it does not come to that");
            }
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Lets the writer go; the transaction that had it has committed afterwards. */
    void release() {
        release.countDown();
        try {
            holding.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        release.countDown();
    }
}
