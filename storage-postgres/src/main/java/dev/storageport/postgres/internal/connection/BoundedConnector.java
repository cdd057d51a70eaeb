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
 * ours. One attempt is under way at most, and who comes meanwhile waits for it, so a server that does not answer holds one thread.
 */
final class BoundedConnector {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedConnector.class);

    /** Opens a connection. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    private final Connector connector;
    private @Nullable Attempt underWay;

    BoundedConnector(Connector connector) {
        this.connector = connector;
    }

    private static final class Attempt {
        private final CompletableFuture<Connection> result = new CompletableFuture<>();
        private boolean wanted = true;
    }

    /**
     * Connects.
     *
     * @throws SQLException if that is refused
     * @throws StorageTimeoutException if nothing is known when the bound is reached
     */
    Connection connect(String where, Duration atMost) throws SQLException {
        Attempt attempt = join();
        try {
            return attempt.result.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return unlessDone(attempt, where, atMost);
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        } catch (InterruptedException interrupted) {
            leave(attempt);
            throw Errors.interrupted("connecting to " + where, false, null);
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
        attempt.wanted = true;
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
        if (attempt.wanted) {
            attempt.result.complete(connection);
            return;
        }
        try {
            connection.close();
        } catch (SQLException broken) {
            LOG.debug("a connection that came too late was broken", broken);
        }
    }

    private synchronized void leave(Attempt attempt) {
        attempt.wanted = false;
    }

    private synchronized Connection unlessDone(Attempt attempt, String where, Duration atMost) throws SQLException {
        if (attempt.result.isDone()) {
            try {
                return attempt.result.join();
            } catch (RuntimeException failed) {
                throw failure(failed.getCause());
            }
        }
        attempt.wanted = false;
        throw new StorageTimeoutException(where + ": no connection within " + atMost, null);
    }
}
