// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.StorageException;
import dev.storageport.StorageTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects within any bound, on a thread of its own: the driver counts whole seconds, and an application's pool has bounds that are not
 * ours. One attempt is under way at most, and who comes meanwhile waits for it, so a server that does not answer holds one thread. A refusal
 * is for all who wait; a connection is for one of them, and the others begin the next attempt.
 */
final class BoundedConnector {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedConnector.class);

    /** Opens a connection. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    /** One attempt; guarded by the connector. */
    private static final class Attempt {

        private final CompletableFuture<Connection> result = new CompletableFuture<>();
        private int waiting;
        private boolean taken;
    }

    private final Connector connector;
    private @Nullable Attempt underWay;

    BoundedConnector(Connector connector) {
        this.connector = connector;
    }

    /**
     * Connects.
     *
     * @return a connection of the caller's own
     * @throws SQLException if that is refused
     * @throws StorageTimeoutException if nothing is known when the bound is reached
     */
    Connection connect(String where, Duration atMost) throws SQLException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            Attempt attempt = join();
            try {
                attempt.result.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) { // it may have ended all the same
            } catch (ExecutionException failed) {
                leave(attempt);
                throw failure(failed.getCause());
            } catch (InterruptedException interrupted) {
                leave(attempt);
                throw Errors.interrupted("connecting to " + where, false, null);
            }
            Connection own = take(attempt);
            if (own != null) {
                return own;
            }
            if (end - System.nanoTime() <= 0) {
                throw new StorageTimeoutException(where + ": no connection within " + atMost, null);
            }
        }
    }

    private static SQLException failure(@Nullable Throwable cause) {
        if (cause instanceof StorageException known) {
            throw known;
        }
        return cause instanceof SQLException error ? error : new SQLException("connecting failed", cause);
    }

    private synchronized Attempt join() {
        Attempt attempt = underWay;
        if (attempt == null) {
            attempt = new Attempt();
            Attempt begun = attempt;
            Thread thread = new Thread(() -> run(begun), "storageport-postgres-connect");
            thread.setDaemon(true);
            thread.start();
            underWay = attempt;
        }
        attempt.waiting++;
        return attempt;
    }

    private void run(Attempt attempt) {
        try {
            end(attempt, connector.connect());
        } catch (Throwable failure) {
            synchronized (this) {
                underWay = null;
            }
            attempt.result.completeExceptionally(failure);
        }
    }

    private synchronized void end(Attempt attempt, Connection connection) {
        underWay = null;
        attempt.result.complete(connection);
        closeUnlessWanted(attempt);
    }

    /** Ends the wait of one caller, who has the connection of the attempt, or none. */
    private synchronized @Nullable Connection take(Attempt attempt) throws SQLException {
        attempt.waiting--;
        if (attempt.taken || !attempt.result.isDone()) {
            return null;
        }
        try {
            Connection connection = attempt.result.join();
            attempt.taken = true;
            return connection;
        } catch (RuntimeException failed) {
            throw failure(failed.getCause());
        }
    }

    private synchronized void leave(Attempt attempt) {
        attempt.waiting--;
        closeUnlessWanted(attempt);
    }

    private void closeUnlessWanted(Attempt attempt) {
        if (attempt.waiting > 0
                || attempt.taken
                || !attempt.result.isDone()
                || attempt.result.isCompletedExceptionally()) {
            return;
        }
        attempt.taken = true;
        try {
            attempt.result.join().close();
        } catch (SQLException broken) {
            LOG.debug("a connection that came too late was broken", broken);
        }
    }
}
