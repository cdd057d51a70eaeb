// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.storageport.PoolStatus;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Sql;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import dev.storageport.sqlite.internal.statement.Operations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** Reads of a file, on connections that can only read and never wait for the writer. */
public final class Readers implements ReadAccess {

    private final Database database;
    private final Map<Connection, DatabaseConnection> opened = new ConcurrentHashMap<>();
    private final HikariDataSource pool;

    public Readers(Database database) {
        this.database = database;
        HikariConfig config = new HikariConfig();
        config.setPoolName("storageport-sqlite");
        config.setDataSource(new Source());
        config.setMaximumPoolSize(database.options().readers());
        config.setMinimumIdle(1);
        // A connection to a file does not age, so none is replaced unless it breaks.
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        config.setConnectionTimeout(database.options().poolTimeout().toMillis());
        try {
            pool = new HikariDataSource(config);
        } catch (PoolInitializationException failed) {
            throw failed.getCause() instanceof StorageException known
                    ? known
                    : new StorageUnavailableException(database.name() + ": no reader opened", failed);
        }
    }

    @Override
    public <R> R read(String place, Function<DatabaseConnection, R> work) {
        try (Lease lease = lease(place)) {
            return lease.connection.inDoubtAfterError(work);
        }
    }

    @Override
    public <R> R snapshot(String place, Function<DatabaseConnection, R> work) {
        try (Snapshot snapshot = snapshot(place)) {
            return snapshot.connection().inDoubtAfterError(work);
        }
    }

    /** Takes a reader and holds one snapshot with it, which is that of the first statement, until it is closed. */
    Snapshot snapshot(String place) {
        Lease lease = lease(place);
        try {
            begin(place, lease.connection);
            return new Snapshot(lease);
        } catch (RuntimeException | Error failed) {
            lease.close();
            throw failed;
        }
    }

    /** A reader in a transaction. */
    static final class Snapshot implements AutoCloseable {

        private final Lease lease;

        private Snapshot(Lease lease) {
            this.lease = lease;
        }

        DatabaseConnection connection() {
            return lease.connection;
        }

        @Override
        public void close() {
            try {
                lease.connection.rollback(); // there is nothing to commit
            } finally {
                lease.close();
            }
        }
    }

    private static void begin(String place, DatabaseConnection connection) {
        try {
            connection.control(Sql.BEGIN_SNAPSHOT);
        } catch (SQLException failed) {
            throw connection.failed(place, failed);
        }
    }

    @Override
    public RecordCursor scan(String place, Scan scan, CollectionStatements collections) {
        Lease lease = lease(place);
        try {
            boolean transaction = Operations.takesTransaction(scan);
            if (transaction) {
                begin(place, lease.connection);
            }
            return new Operations(lease.connection, collections).open(scan, () -> release(lease, transaction));
        } catch (RuntimeException | Error failed) {
            release(lease, Operations.takesTransaction(scan));
            throw failed;
        }
    }

    private static void release(Lease lease, boolean transaction) {
        try {
            if (transaction) {
                lease.connection.rollback();
            }
        } finally {
            lease.close();
        }
    }

    private Lease lease(String place) {
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageInterruptedException(place + ": interrupted before a reader was taken", null);
        }
        try {
            Lease lease = next();
            while (!lease.connection.usable()) {
                lease.close();
                lease = next();
            }
            return lease;
        } catch (SQLException failed) {
            throw notLeased(place, failed);
        }
    }

    private Lease next() throws SQLException {
        Connection pooled = pool.getConnection();
        try {
            DatabaseConnection connection = opened.get(pooled.unwrap(SQLiteConnection.class));
            if (connection == null) {
                throw new IllegalStateException("the pool returned a connection that was not made here");
            }
            return new Lease(pooled, connection);
        } catch (Throwable failed) {
            pool.evictConnection(pooled);
            throw failed;
        }
    }

    private StorageException notLeased(String place, SQLException failed) {
        for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                return new StorageInterruptedException(place + ": interrupted while waiting for a reader", failed);
            }
            if (cause instanceof StorageException notOpened && status().inUse() < status().capacity()) {
                return notOpened;
            }
        }
        PoolStatus status = status();
        return new StorageTimeoutException(
                place + ", " + database.name() + ": waited for a reader, bound "
                        + database.options().poolTimeout() + "; pool of " + status.capacity() + ", in use "
                        + status.inUse() + ", waiting " + status.waiting(),
                failed);
    }

    @Override
    public PoolStatus status() {
        HikariPoolMXBean figures = pool.getHikariPoolMXBean();
        return new PoolStatus(
                database.options().readers(),
                figures.getActiveConnections(),
                figures.getIdleConnections(),
                figures.getThreadsAwaitingConnection());
    }

    @Override
    public void close() {
        pool.close();
    }

    /** One reader in one pair of hands. */
    private final class Lease implements AutoCloseable {

        private final Connection pooled;
        private final DatabaseConnection connection;

        Lease(Connection pooled, DatabaseConnection connection) {
            this.pooled = pooled;
            this.connection = connection;
        }

        /** Gives the reader back, or away if it cannot be used again. */
        @Override
        public void close() {
            if (!connection.usable()) {
                opened.remove(connection.jdbc());
                pool.evictConnection(pooled);
                return;
            }
            try {
                pooled.close();
            } catch (SQLException failed) {
                pool.evictConnection(pooled); // the reader's result is good; the connection is not used again
            }
        }
    }

    /** Makes the pool's connections. */
    private final class Source extends SQLiteDataSource {

        @Override
        public SQLiteConnection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
            DatabaseConnection connection = database.openReader();
            opened.put(connection.jdbc(), connection);
            return (SQLiteConnection) connection.jdbc();
        }
    }
}
