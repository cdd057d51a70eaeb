// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.StorageClosedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * The threads that wait for a connection of a pool. The pool lets them wait on for their full time when it closes, and listens to nothing
 * but an interrupt; so closing interrupts them here, and only here: the flag is down again before anything else runs on the thread.
 */
final class InterruptibleWaits {

    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Takes a connection.
     *
     * @throws StorageClosedException if this was closed before there was one
     */
    Connection take(DataSource source, String where) throws SQLException {
        Waiter waiter = new Waiter(Thread.currentThread());
        try {
            waiting.add(waiter); // may fail and have added it all the same
            if (closed) {
                throw new StorageClosedException("the storage in " + where + " is closed");
            }
            return source.getConnection();
        } catch (SQLException failure) {
            if (waiter.end()) {
                throw new StorageClosedException(
                        "the storage in " + where + " was closed while the operation waited for a connection");
            }
            throw failure;
        } finally {
            waiter.end();
            waiting.remove(waiter);
        }
    }

    /** Ends the waits there are and those to come. Safe to call twice. */
    void close() {
        closed = true;
        waiting.forEach(Waiter::wake);
    }

    /** A wait of one thread. */
    private static final class Waiter {

        private final Thread thread;
        private boolean woken;
        private boolean ended;

        Waiter(Thread thread) {
            this.thread = thread;
        }

        /** Leaves alone a thread that somebody else has interrupted, whose flag is to stay. */
        synchronized void wake() {
            if (!ended && !thread.isInterrupted()) {
                woken = true;
                thread.interrupt();
            }
        }

        /** Returns whether closing has ended the wait, and takes its interrupt back, once. */
        synchronized boolean end() {
            if (woken && !ended) {
                Thread.interrupted();
            }
            ended = true;
            return woken;
        }
    }
}
