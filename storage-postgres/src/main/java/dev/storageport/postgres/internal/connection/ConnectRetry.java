// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.StorageInterruptedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The first connection: tried a bounded number of times while the server cannot be reached, because a service and its database
 * often start together. A refusal is final at once.
 */
public final class ConnectRetry {

    /** Waits between two attempts. */
    @FunctionalInterface
    public interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    /** Opens a connection that will do. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    private final SessionSettings settings;
    private final String where;
    private final Pause pause;
    private final SessionCheck check;

    ConnectRetry(SessionSettings settings, String where, Pause pause, SessionCheck check) {
        this.settings = settings;
        this.where = where;
        this.pause = pause;
        this.check = check;
    }

    /** Returns a connection, which proves that one can be had; the caller closes it. */
    Connection first(Connector connector) {
        for (int attempt = 1; ; attempt++) {
            try {
                return connector.connect();
            } catch (SQLException failure) {
                if (Thread.currentThread().isInterrupted()) {
                    throw Errors.interrupted("connecting to " + where, false, failure);
                }
                if (!ConnectErrors.mayPass(failure) || attempt >= settings.openAttempts()) {
                    throw check.refused(attempt, failure);
                }
            }
            sleep();
        }
    }

    private void sleep() {
        try {
            pause.sleep(settings.openPause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException(
                    "interrupted while waiting to connect again to " + where, interruption);
        }
    }
}
