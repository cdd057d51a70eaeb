// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.PoolStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.WaitEnded;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The connections that read: opened when they are needed, lent to whoever comes first, the last used first, and closed together. A
 * connection to a file does not age, so one is only replaced when it is broken.
 */
final class ReaderPool {

    private static final int YIELDS = 20;

    private final Database database;
    private final int size;
    private final Semaphore free;

    /** Its monitor guards it, and the step to closed, which nothing idle outlives; it has room for all, since giving back must not allocate. */
    private final Deque<Reader> idle;

    /** All that are open, lent or idle. */
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    private volatile @Nullable CountDownLatch heldBack;
    private volatile @Nullable Thread waiting;
    private volatile boolean closed;

    /** Opens the first one. */
    ReaderPool(Database database) {
        this.database = database;
        size = database.options().readers();
        free = new Semaphore(size);
        idle = new ArrayDeque<>(size + 1);
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
            return lent(usable(), place);
        } catch (RuntimeException | Error failed) {
            free.release();
            throw failed;
        }
    }

    private Lease lent(Reader reader, String place) {
        try {
            Lease lease = new Lease(reader, place);
            lease.begin();
            return lease;
        } catch (RuntimeException | Error failed) {
            reader.lease = null;
            if (!keep(reader)) {
                discard(reader);
            }
            throw failed;
        }
    }

    private void enter(String place) {
        boolean entered = enterSoon();
        long begun = entered ? 0 : System.nanoTime();
        try {
            if (!entered) {
                entered = free.tryAcquire(database.options().poolTimeout().toNanos(), TimeUnit.NANOSECONDS);
                WaitEnded.End end = entered ? WaitEnded.End.SERVED : WaitEnded.End.TIMED_OUT;
                database.events().waited(WaitEnded.Resource.CONNECTION, closed ? WaitEnded.End.GIVEN_UP : end, begun);
            }
        } catch (InterruptedException interrupted) {
            database.events().waited(WaitEnded.Resource.CONNECTION, WaitEnded.End.GIVEN_UP, begun);
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

    /** A read is over sooner than a thread is put to sleep and woken, so this is worth trying before. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: who does not get in waits as usual
    private boolean enterSoon() {
        boolean entered = free.tryAcquire();
        for (int i = 0; i < YIELDS && !entered; i++) {
            Thread.yield();
            entered = free.tryAcquire();
        }
        return entered;
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
        synchronized (idle) {
            return idle.poll();
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
        boolean broken = !reader.connection.usable();
        reader.connection.discard();
        if (broken && !closed) {
            database.events().discarded(ConnectionDiscarded.Reason.BROKEN);
        }
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
        synchronized (idle) {
            if (!closed) {
                idle.push(reader);
            }
            return !closed;
        }
    }

    PoolStatus status() {
        int inUse = Math.max(0, Math.min(size, size - free.availablePermits()));
        return new PoolStatus(size, inUse, Math.max(0, readers.size() - inUse), free.getQueueLength());
    }

    /** Returns those that are lent now. */
    List<Lease> lent() {
        List<Lease> lent = new ArrayList<>();
        for (Reader reader : readers) {
            Lease lease = reader.lease;
            if (lease != null) {
                lent.add(lease);
            }
        }
        return lent;
    }

    /** Returns how long the oldest of those that are lent has been. */
    Optional<Duration> oldest() {
        long now = System.nanoTime();
        return lent().stream()
                .map(lease -> Duration.ofNanos(Math.max(0, now - lease.since)))
                .max(Comparator.naturalOrder());
    }

    /**
     * Makes who wants a reader wait, until {@link #letIn}. A thread that has one already is let in: what it does with that one would
     * otherwise never end. For one thread at a time.
     */
    void holdBack() {
        heldBack = new CountDownLatch(1);
    }

    /** Waits until no reader is lent, or the time is over; returns whether none is. */
    boolean awaitNoneLent(long end) {
        waiting = Thread.currentThread();
        try {
            for (boolean none = lent().isEmpty(); ; none = lent().isEmpty()) {
                long left = end - System.nanoTime();
                if (none || left <= 0 || closed) {
                    return none;
                }
                LockSupport.parkNanos(this, left);
                if (Thread.currentThread().isInterrupted()) {
                    return false;
                }
            }
        } finally {
            waiting = null;
        }
    }

    void letIn() {
        CountDownLatch held = heldBack;
        heldBack = null;
        if (held != null) {
            held.countDown();
        }
    }

    /** Sends away who waits, ends the statements that run, and closes what is not lent; what is, when it is given back. */
    void close() {
        synchronized (idle) {
            closed = true;
        }
        readers.forEach(reader -> reader.connection.closing());
        letIn();
        for (Reader next = poll(); next != null; next = poll()) {
            discard(next);
        }
        free.release(); // wakes the first of those who wait; each wakes the next
    }

    /** A connection of this pool. */
    private static final class Reader {

        private final DatabaseConnection connection;
        private volatile @Nullable Lease lease;

        private Reader(DatabaseConnection connection) {
            this.connection = connection;
        }
    }

    /** A reader in one pair of hands. */
    final class Lease implements AutoCloseable {

        private final Reader reader;
        private final String place;
        private final Thread thread = Thread.currentThread();
        private volatile long since = System.nanoTime();
        private boolean closed;

        private Lease(Reader reader, String place) {
            this.reader = reader;
            this.place = place;
        }

        /** Is seen first and looks then whether it is held back, and who holds back does so first and looks then: so one sees the other. */
        private void begin() {
            reader.lease = this;
            for (CountDownLatch held = heldBack; held != null && !hasAnother(); held = heldBack) {
                leave();
                try {
                    held.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new StorageInterruptedException(
                            place + ": interrupted while waiting for a reader", interrupted);
                }
                since = System.nanoTime();
                reader.lease = this;
            }
        }

        private boolean hasAnother() {
            return lent().stream().anyMatch(lease -> lease != this && lease.thread == thread);
        }

        private void leave() {
            reader.lease = null;
            Thread waits = waiting;
            if (waits != null) {
                LockSupport.unpark(waits);
            }
        }

        DatabaseConnection connection() {
            return reader.connection;
        }

        String place() {
            return place;
        }

        /** Returns whether it was not given back yet. */
        boolean lasts() {
            return reader.lease == this;
        }

        /** Gives the reader back, or away if it cannot be used again. Called by one thread at a time; safe to call twice. */
        @Override
        public void close() {
            if (!closed) {
                closed = true;
                leave();
                giveBack(reader);
            }
        }
    }
}
