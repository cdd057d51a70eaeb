// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.DatabaseReplacedException;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.DatabaseOptions;
import dev.storageport.sqlite.internal.connection.Errors;
import dev.storageport.sqlite.internal.connection.Sql;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/** One transaction on the connection that writes: rolled back when it is closed, unless it was committed. For one thread. */
final class WriteTransaction implements AutoCloseable {

    private static final long PAUSE_NANOS = 1_000_000;

    private final DatabaseConnection connection;
    private final Runnable release;
    private boolean ended;

    /**
     * Begins a transaction.
     *
     * @param place where it is, for messages
     * @param release is run once when it is closed; not if it does not begin
     */
    WriteTransaction(DatabaseConnection connection, String place, DatabaseOptions options, Runnable release) {
        this.connection = connection;
        this.release = release;
        try {
            begin(connection, place, options);
        } catch (SQLException failed) {
            throw connection.failed(place, failed);
        }
    }

    /**
     * Takes SQLite's lock, for which other processes may compete.
     *
     * @throws StorageClosedException if the storage is closed meanwhile
     */
    static void begin(DatabaseConnection connection, String place, DatabaseOptions options) throws SQLException {
        long end = System.nanoTime() + options.busyTimeout().toNanos();
        while (true) {
            try {
                connection.control(Sql.BEGIN_WRITE);
                return;
            } catch (SQLException failed) {
                if (!Errors.isBusy(failed) || System.nanoTime() - end >= 0) {
                    throw failed;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                if (connection.isInterrupted()) {
                    throw Errors.interrupted(place, failed);
                }
                if (connection.isClosing()) {
                    throw Errors.closed(place);
                }
            }
        }
    }

    DatabaseConnection connection() {
        return connection;
    }

    void commit(String place) {
        try {
            connection.commit();
            ended = true;
        } catch (DatabaseReplacedException replaced) {
            ended = true;
            throw replaced;
        } catch (SQLException failed) {
            StorageException reported = connection.commitFailed(place, failed);
            rollback();
            throw reported;
        }
    }

    private void rollback() {
        ended = true;
        connection.rollback();
    }

    @Override
    public void close() {
        try {
            if (!ended) {
                rollback();
            }
        } finally {
            release.run();
        }
    }
}
