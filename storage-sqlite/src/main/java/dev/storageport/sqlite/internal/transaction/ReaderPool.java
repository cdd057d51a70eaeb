// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.PoolStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections that read: opened when they are needed, lent in order of arrival, the last used first, and closed together. A
 * connection to a file does not age, so one is only replaced when it is broken.
 */
final class ReaderPool {

    private final Database database;
    private final int size;
    private final Semaphore free;

    /** Guards {@link #idle} and the step to closed, which nothing idle outlives. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<Reader> idle = new ArrayDeque<>();

    /** All that are open, lent or idle. */
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    private volatile boolean closed;

    /** Opens the first one. */
    ReaderPool(Database database) {
        this.database = database;
        size = database.options().readers();
        free = new Semaphore(size, true);
        idle.push(open());
    }

    /**
     * Lends a reader.
     *
     * @param place what for, for messages
     */
    Lease lend(String place) {
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageInterruptedException(place + ": interrupted before a reader was taken", null);
        }
        enter(place);
        try {
            database.checkFile();
            return new Lease(usable());
        } catch (RuntimeException | Error failed) {
            free.release();
            throw failed;
        }
    }

    private void enter(String place) {
        boolean entered;
        try {
            entered = free.tryAcquire(database.options().poolTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException(place + ": interrupted while waiting for a reader", interrupted);
        }
        if (closed) {
            if (entered) {
                free.release(); // for the next one who waits, to hear of it too
            }
            throw new StorageClosedException(place + ": the storage is closed");
        }
        if (!entered) {
            throw tooLong(place);
        }
    }

    private StorageTimeoutException tooLong(String place) {
        PoolStatus status = status();
        return new StorageTimeoutException(
                place + ", " + database.name() + ": waited for a reader, bound "
                        + database.options().poolTimeout() + "; pool of " + status.capacity() + ", in use "
                        + status.inUse() + ", waiting " + status.waiting(),
                null);
    }

    private Reader usable() {
        for (Reader next = poll(); next != null; next = poll()) {
            if (next.connection.usable()) {
                return next;
            }
            discard(next);
        }
        return open();
    }

    private @Nullable Reader poll() {
        lock.lock();
        try {
            return idle.poll();
        } finally {
            lock.unlock();
        }
    }

    private Reader open() {
        Reader reader = new Reader(database.openReader());
        readers.add(reader);
        if (closed) {
            reader.connection.closing();
        }
        return reader;
    }

    private void discard(Reader reader) {
        readers.remove(reader);
        reader.connection.discard();
    }

    private void giveBack(Reader reader) {
        try {
            if (!reader.connection.usable() || !keep(reader)) {
                discard(reader);
            }
        } finally {
            free.release();
        }
    }

    private boolean keep(Reader reader) {
        lock.lock();
        try {
            if (!closed) {
                idle.push(reader);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    PoolStatus status() {
        int inUse = Math.max(0, Math.min(size, size - free.availablePermits()));
        return new PoolStatus(size, inUse, Math.max(0, readers.size() - inUse), free.getQueueLength());
    }

    /** Sends away who waits, ends the statements that run, and closes what is not lent; what is, when it is given back. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        readers.forEach(reader -> reader.connection.closing());
        for (Reader next = poll(); next != null; next = poll()) {
            discard(next);
        }
        free.release(); // wakes the first of those who wait; each wakes the next
    }

    /** A connection of this pool. */
    private static final class Reader {

        private final DatabaseConnection connection;

        private Reader(DatabaseConnection connection) {
            this.connection = connection;
        }
    }

    /** A reader in one pair of hands. */
    final class Lease implements AutoCloseable {

        private final Reader reader;

        private Lease(Reader reader) {
            this.reader = reader;
        }

        DatabaseConnection connection() {
            return reader.connection;
        }

        /** Gives the reader back, or away if it cannot be used again. Called once. */
        @Override
        public void close() {
            giveBack(reader);
        }
    }
}
