// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.standby;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.storageport.PoolStatus;
import dev.storageport.ServerStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.port.PortEvents;
import dev.storageport.postgres.internal.connection.Connections;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.connection.ServerOptions;
import dev.storageport.postgres.internal.connection.SessionCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Connections to one standby, in a pool. When one of them is lost, all are given up: the server may have ended, and another one may be behind
 * its name.
 */
final class StandbyConnections implements Connections {

    private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);

    /** The shortest that the pool can wait; a caller has the primary instead. */
    static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private final StandbySource source;
    private final HikariDataSource pool;
    private final SessionCheck check;
    private final PortEvents events;
    private final String where;
    private volatile boolean lost;

    private StandbyConnections(
            StandbySource source, HikariDataSource pool, SessionCheck check, PortEvents events, String where) {
        this.source = source;
        this.pool = pool;
        this.check = check;
        this.events = events;
        this.where = where;
    }

    /**
     * Connects.
     *
     * @throws SQLException if no session comes about that will do
     */
    static StandbyConnections open(ServerOptions host, String database, int poolSize, PortEvents events)
            throws SQLException {
        StandbySource source = new StandbySource(host, database, events);
        source.getConnection().close(); // says at once what is wrong, where the pool would try again
        HikariConfig config = new HikariConfig();
        config.setPoolName("storageport-postgres-standby");
        config.setDataSource(source);
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        config.setValidationTimeout(LONGEST_WAIT.toMillis());
        config.setMaxLifetime(MAX_LIFETIME.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        StandbyConnections opened = new StandbyConnections(
                source,
                new HikariDataSource(config),
                new SessionCheck(host.session(), true, false, host.where()),
                events,
                "the standby " + host.addresses());
        try {
            opened.pool.getConnection().close(); // so that nobody waits for the first one
            return opened;
        } catch (SQLException | RuntimeException | Error failed) {
            opened.close();
            throw failed;
        }
    }

    /** Returns whether a connection was lost, or cannot be had again. */
    boolean isLost() {
        return lost || source.isGone();
    }

    /** Takes note of how far the standby is, as reads may rely on it from now on. */
    void shows(long replayed) {
        source.shows(replayed);
    }

    @Override
    public SessionCheck check() {
        return check;
    }

    @Override
    public PortEvents events() {
        return events;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("standbyPoolSize", Integer.toString(pool.getMaximumPoolSize()));
    }

    /** Nothing more: it is open from the beginning. */
    @Override
    public void open() {}

    @Override
    public Connection take() {
        try {
            return pool.getConnection();
        } catch (SQLException failure) {
            if (failure.getCause() instanceof InterruptedException
                    || Thread.currentThread().isInterrupted()) {
                throw Errors.interrupted("waiting for a connection to " + where, false, failure);
            }
            if (pool.isClosed()) {
                throw new StorageClosedException("connections to " + where + " are given up");
            }
            throw new StorageTimeoutException("no connection to " + where + " became free", failure);
        }
    }

    @Override
    public Connection takeForRead() {
        return take();
    }

    @Override
    public Optional<Connection> beside() {
        return Optional.empty();
    }

    @Override
    public Connection forHealth(Duration atMost) {
        return take();
    }

    @Override
    public void discard(Connection connection) {
        lost = true;
        pool.evictConnection(connection);
        events.discarded(ConnectionDiscarded.Reason.UNCERTAIN);
    }

    @Override
    public void lost() {
        lost = true;
        events.discarded(ConnectionDiscarded.Reason.BROKEN);
    }

    /** Nobody is counted. */
    @Override
    public void alsoWaiting(IntSupplier callers) {}

    @Override
    public Optional<PoolStatus> status() {
        HikariPoolMXBean bean = pool.getHikariPoolMXBean();
        return Optional.of(new PoolStatus(
                pool.getMaximumPoolSize(),
                bean.getActiveConnections(),
                bean.getIdleConnections(),
                bean.getThreadsAwaitingConnection()));
    }

    /** None: the primary's connections know the servers. */
    @Override
    public List<ServerStatus> servers() {
        return List.of();
    }

    @Override
    public boolean severalServers() {
        return false;
    }

    @Override
    public String where() {
        return where;
    }

    @Override
    public void close() {
        pool.close();
    }
}
