// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

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
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Connections of our own, in a pool, and some for reads of single records in another: their sessions are read committed, which is as good
 * as serializable for those and costs the server nothing that it has to remember.
 */
public final class Pool implements Connections {

    /** Below the half hour or more after which balancers and firewalls commonly drop a connection. */
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);

    /** Kept open without work; more are opened at need, so that many processes do not hold many idle ones. */
    private static final int KEPT_IDLE = 2;

    /** One of so many connections is for reads of single records at most. */
    private static final int SHARE_FOR_READS = 4;

    private final ServerOptions options;
    private final ConnectRetry.Pause pause;
    private final InterruptibleWaits waiters = new InterruptibleWaits();
    private volatile @Nullable HikariDataSource pool;
    private volatile @Nullable HikariDataSource reads;
    private volatile IntSupplier alsoWaiting = () -> 0;

    public Pool(ServerOptions options, ConnectRetry.Pause pause) {
        this.options = options;
        this.pause = pause;
    }

    @Override
    public void open() {
        ReconnectingSource source = new ReconnectingSource(options, false);
        new ConnectRetry(options.session(), where(), pause).prove(new DriverSource(options, false)::getConnection);
        int forReads = forReads(options);
        pool = pool("storageport-postgres", source, options.poolSize() - forReads, KEPT_IDLE);
        if (forReads > 0) {
            reads = pool("storageport-postgres-reads", new ReconnectingSource(options, true), forReads, 1);
        }
    }

    /** A small pool has none to spare. */
    private static int forReads(ServerOptions options) {
        return options.behindPooler() ? 0 : Math.min(options.readers(), options.poolSize() / SHARE_FOR_READS);
    }

    private HikariDataSource pool(String name, ReconnectingSource source, int size, int keptIdle) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(keptIdle, size));
        config.setConnectionTimeout(options.poolTimeout().toMillis());
        config.setMaxLifetime(MAX_LIFETIME.toMillis());
        // The connection above has proved that the server answers; the pool must not try again by itself and fail
        // otherwise.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    @Override
    public Connection take() {
        return take(pool);
    }

    @Override
    public Connection takeForRead() {
        HikariDataSource forReads = reads;
        return take(forReads == null ? pool : forReads);
    }

    private Connection take(@Nullable HikariDataSource source) {
        if (source == null || source.isClosed()) {
            throw new StorageClosedException("the storage in " + where() + " is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw Errors.interrupted("taking a connection to " + where(), false, null);
        }
        try {
            return waiters.take(source, where());
        } catch (SQLException failure) {
            throw refused(source, failure);
        }
    }

    private StorageException refused(HikariDataSource source, SQLException failure) {
        Throwable reason = failure.getCause();
        if (reason instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            return Errors.interrupted("waiting for a connection to " + where(), false, failure);
        }
        if (reason instanceof SQLException connecting) {
            return ConnectErrors.of(where(), 1, connecting);
        }
        Optional<SQLException> connecting = connector(source).flatMap(ReconnectingSource::failure);
        if (connecting.isPresent()) {
            return ConnectErrors.of(where(), 1, connecting.get());
        }
        PoolStatus status = status(source);
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

    private static Optional<ReconnectingSource> connector(HikariDataSource pool) {
        return pool.getDataSource() instanceof ReconnectingSource connector ? Optional.of(connector) : Optional.empty();
    }

    public static String text(PoolStatus status) {
        return "pool of " + status.capacity() + ", " + status.inUse() + " in use, " + status.waiting() + " waiting";
    }

    @Override
    public Optional<Connection> beside() {
        try {
            return Optional.of(new DriverSource(options, false).getConnection());
        } catch (SQLException noneFree) {
            return Optional.empty();
        }
    }

    @Override
    public void lost() {
        for (HikariDataSource source : pools()) {
            HikariPoolMXBean bean = source.getHikariPoolMXBean();
            if (bean != null) {
                bean.softEvictConnections();
            }
        }
    }

    private List<HikariDataSource> pools() {
        return Stream.of(Optional.ofNullable(pool), Optional.ofNullable(reads))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void alsoWaiting(IntSupplier callers) {
        alsoWaiting = callers;
    }

    @Override
    public Optional<PoolStatus> status() {
        return pools().stream()
                .map(this::status)
                .reduce((all, reads) -> new PoolStatus(
                        all.capacity() + reads.capacity(),
                        all.inUse() + reads.inUse(),
                        all.idle() + reads.idle(),
                        // Callers that wait for their turn have been counted twice.
                        all.waiting() + reads.waiting() - alsoWaiting.getAsInt()));
    }

    private PoolStatus status(HikariDataSource source) {
        HikariPoolMXBean bean = source.getHikariPoolMXBean();
        int waiting = alsoWaiting.getAsInt();
        return bean == null
                ? new PoolStatus(source.getMaximumPoolSize(), 0, 0, waiting)
                : new PoolStatus(
                        source.getMaximumPoolSize(),
                        bean.getActiveConnections(),
                        bean.getIdleConnections(),
                        bean.getThreadsAwaitingConnection() + waiting);
    }

    @Override
    public String where() {
        return options.where();
    }

    @Override
    public void close() {
        waiters.close();
        pools().forEach(source -> connector(source).ifPresent(ReconnectingSource::close));
        pools().forEach(HikariDataSource::close);
    }
}
