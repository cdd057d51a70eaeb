// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections for a pool, and tries again after short pauses while the server is away. The pool's own pauses grow to seconds, for
 * which nobody would have a connection when the server is back.
 */
public final class ReconnectingSource extends DriverSource implements AutoCloseable {

    private static final long PAUSE_MILLIS = 200;

    /** Afterwards the pool decides whether anybody still needs a connection. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable SQLException failure;

    /**
     * Creates the source.
     *
     * @param forReads whether its sessions are for reads of single records only
     */
    public ReconnectingSource(ServerOptions options, boolean forReads) {
        super(options, forReads);
    }

    @Override
    public Connection getConnection() throws SQLException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                Connection connection = super.getConnection();
                failure = null;
                return connection;
            } catch (SQLException failed) {
                failure = failed;
                if (!ConnectErrors.mayPass(failed) || System.nanoTime() - end >= 0 || isClosedAfterPause()) {
                    throw failed;
                }
            }
        }
    }

    private boolean isClosedAfterPause() {
        try {
            return closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Returns why the last attempt failed, if it did. */
    public Optional<SQLException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Ends the attempts. Safe to call twice. */
    @Override
    public void close() {
        closed.countDown();
    }
}
