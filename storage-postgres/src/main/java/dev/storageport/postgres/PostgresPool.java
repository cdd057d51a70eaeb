// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.storageport.PoolStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connections of our own, in a pool. */
final class PostgresPool implements PostgresConnections {

    /** Below the half hour or more after which balancers and firewalls commonly drop a connection. */
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);

    /** Kept open without work; more are opened at need, so that many processes do not hold many idle ones. */
    private static final int KEPT_IDLE = 2;

    private final PostgresOptions options;
    private final PostgresOpening.Pause pause;
    private volatile @Nullable HikariDataSource pool;

    PostgresPool(PostgresOptions options, PostgresOpening.Pause pause) {
        this.options = options;
        this.pause = pause;
    }

    @Override
    public void open() {
        PostgresDriverSource source = new PostgresDriverSource(options);
        new PostgresOpening(options.session(), where(), pause).prove(source::getConnection);
        HikariConfig config = new HikariConfig();
        config.setPoolName("storageport-postgres");
        config.setDataSource(source);
        config.setMaximumPoolSize(options.poolSize());
        config.setMinimumIdle(Math.min(KEPT_IDLE, options.poolSize()));
        config.setConnectionTimeout(options.poolTimeout().toMillis());
        config.setMaxLifetime(MAX_LIFETIME.toMillis());
        // The connection above has proved that the server answers; the pool must not try again by itself and fail
        // otherwise.
        config.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(config);
    }

    @Override
    public Connection take() {
        HikariDataSource source = pool;
        if (source == null || source.isClosed()) {
            throw new StorageClosedException("the storage in " + where() + " is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw PostgresErrors.interrupted("taking a connection to " + where(), false, null);
        }
        try {
            return source.getConnection();
        } catch (SQLException failure) {
            throw refused(failure);
        }
    }

    private StorageException refused(SQLException failure) {
        Throwable reason = failure.getCause();
        if (reason instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            return PostgresErrors.interrupted("waiting for a connection to " + where(), false, failure);
        }
        if (reason instanceof SQLException connecting) {
            return PostgresErrors.connecting(where(), 1, connecting);
        }
        PoolStatus status = status().orElse(new PoolStatus(options.poolSize(), 0, 0, 0));
        if (status.inUse() < status.capacity() && status.idle() == 0) {
            return new StorageUnavailableException(
                    "no connection to " + where() + " came about within " + options.poolTimeout() + ": " + text(status),
                    failure);
        }
        return new StorageTimeoutException(
                "no connection to " + where() + " became free within " + options.poolTimeout() + ": " + text(status)
                        + "; close scans, shorten transactions or raise poolSize",
                failure);
    }

    private static String text(PoolStatus status) {
        return "pool of " + status.capacity() + ", " + status.inUse() + " in use, " + status.waiting() + " waiting";
    }

    @Override
    public Optional<Connection> beside() {
        try {
            return Optional.of(new PostgresDriverSource(options).getConnection());
        } catch (SQLException noneFree) {
            return Optional.empty();
        }
    }

    @Override
    public void lost() {
        HikariDataSource source = pool;
        HikariPoolMXBean bean = source == null ? null : source.getHikariPoolMXBean();
        if (bean != null) {
            bean.softEvictConnections();
        }
    }

    @Override
    public Optional<PoolStatus> status() {
        HikariDataSource source = pool;
        HikariPoolMXBean bean = source == null ? null : source.getHikariPoolMXBean();
        return bean == null
                ? Optional.empty()
                : Optional.of(new PoolStatus(
                        options.poolSize(),
                        bean.getActiveConnections(),
                        bean.getIdleConnections(),
                        bean.getThreadsAwaitingConnection()));
    }

    @Override
    public String where() {
        return options.where();
    }

    @Override
    public void close() {
        HikariDataSource source = pool;
        if (source != null) {
            source.close();
        }
    }
}
