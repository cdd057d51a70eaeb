// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.StorageClosedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for a connection of a pool. The pool lets them wait on for their full time when it closes, or when no connection
 * can be had, and listens to nothing but an interrupt; so these waits end by one here, and only here: the flag is down again before
 * anything else runs on the thread.
 */
final class InterruptibleWaits {

    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Why a wait has ended. */
    private enum Ended {
        CLOSED,
        GIVEN_UP
    }

    /** A wait was ended because there is nothing to wait for. */
    static final class GivenUp extends SQLException {

        private static final long serialVersionUID = 1L;

        GivenUp() {
            super("no connection can be had", "08001");
        }
    }

    /**
     * Takes a connection.
     *
     * @throws StorageClosedException if this was closed before there was one
     * @throws GivenUp if somebody else has ended the wait
     */
    Connection take(DataSource source, String where) throws SQLException {
        Waiter waiter = new Waiter(Thread.currentThread(), source, System.nanoTime());
        try {
            waiting.add(waiter); // may fail and have added it all the same
            if (closed) {
                throw new StorageClosedException("the storage in " + where + " is closed");
            }
            return source.getConnection();
        } catch (SQLException failure) {
            Ended ended = waiter.end();
            if (ended == Ended.CLOSED) {
                throw new StorageClosedException(
                        "the storage in " + where + " was closed while the operation waited for a connection");
            }
            throw ended == Ended.GIVEN_UP ? new GivenUp() : failure;
        } finally {
            waiter.end();
            waiting.remove(waiter);
        }
    }

    /** Ends the waits there are and those to come. Safe to call twice. */
    void close() {
        closed = true;
        waiting.forEach(waiter -> waiter.wake(Ended.CLOSED));
    }

    /** Ends the waits for a connection of a source that have lasted this long. */
    void giveUp(Predicate<DataSource> source, Duration waited) {
        long now = System.nanoTime();
        for (Waiter waiter : waiting) {
            if (source.test(waiter.source) && now - waiter.sinceNanos >= waited.toNanos()) {
                waiter.wake(Ended.GIVEN_UP);
            }
        }
    }

    /** A wait of one thread. */
    private static final class Waiter {

        private final Thread thread;
        private final DataSource source;
        private final long sinceNanos;
        private @Nullable Ended woken;
        private boolean ended;

        Waiter(Thread thread, DataSource source, long sinceNanos) {
            this.thread = thread;
            this.source = source;
            this.sinceNanos = sinceNanos;
        }

        /** Leaves alone a thread that somebody else has interrupted, whose flag is to stay. */
        synchronized void wake(Ended why) {
            if (!ended && !thread.isInterrupted()) {
                woken = why;
                thread.interrupt();
            }
        }

        /** Returns why the wait was ended, if it was, and takes the interrupt back, once. */
        synchronized @Nullable Ended end() {
            if (woken != null && !ended) {
                Thread.interrupted();
            }
            ended = true;
            return woken;
        }
    }
}
