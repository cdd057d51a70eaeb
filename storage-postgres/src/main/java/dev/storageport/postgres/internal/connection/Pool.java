// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.storageport.ConfigurationException;
import dev.storageport.PoolStatus;
import dev.storageport.ServerStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.WaitEnded;
import dev.storageport.port.PortEvents;
import dev.storageport.postgres.internal.cluster.Hosts;
import dev.storageport.postgres.internal.cluster.Membership;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Connections of our own, in a pool, and some for reads of single records in another: their sessions are read committed, which is as good
 * as serializable for those and costs the server nothing that it has to remember.
 */
public final class Pool implements Connections {

    /** Below the half hour or more after which balancers and firewalls commonly drop a connection. */
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);

    /** Kept open without work; more are opened at need, so that many processes do not hold many idle ones. */
    private static final int KEPT_IDLE = 2;

    /** Who has not answered by then is looked at when a session begins there. */
    private static final Duration MEMBERSHIP_BOUND = Duration.ofSeconds(1);

    /** One of so many connections is for reads of single records at most. */
    private static final int SHARE_FOR_READS = 4;

    /** Who has a connection by then has hardly waited for others. */
    private static final long AT_ONCE_NANOS = 100_000;

    private final ServerOptions options;
    private final ConnectRetry.Pause pause;
    private final String where;
    private final SessionCheck check;
    private final Hosts hosts;
    private final PortEvents events = new PortEvents("PostgreSQL");
    private final InterruptibleWaits waiters = new InterruptibleWaits();
    private final BoundedConnector connector = new BoundedConnector(this::connect);
    private volatile @Nullable HikariDataSource pool;
    private volatile @Nullable HikariDataSource reads;
    private volatile IntSupplier alsoWaiting = () -> 0;

    public Pool(ServerOptions options, ConnectRetry.Pause pause) {
        this.options = options;
        this.pause = pause;
        this.where = options.where();
        this.check = new SessionCheck(
                options.session(), !options.behindPooler(), options.hosts().size() > 1, where);
        this.hosts = new Hosts(options.hosts(), ConnectErrors.FINDINGS);
        // Whoever uses one is told that it is lost, rather than that a server which was left behind has taken a write.
        check.whenOutdated(session -> {
            BrokenConnection.abort(session, () -> {});
            events.discarded(ConnectionDiscarded.Reason.BROKEN);
        });
    }

    private DriverSource driver() {
        return new DriverSource(options, false, hosts, check::begin);
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
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("applicationName", options.applicationName());
        settings.put("behindPooler", Boolean.toString(options.behindPooler()));
        settings.put("poolSize", Integer.toString(options.poolSize()));
        settings.put("poolTimeout", options.poolTimeout().toString());
        settings.put("connectTimeout", options.connectTimeout().toString());
        settings.put("outageTimeout", options.outageTimeout().toString());
        return settings;
    }

    /** Connects, and tells how that went. */
    private Connection first() throws SQLException {
        long begun = System.nanoTime();
        try {
            Connection connection = driver().getConnection();
            events.connected(begun, null);
            return connection;
        } catch (SQLException | RuntimeException failed) {
            events.connected(begun, failed);
            throw failed;
        }
    }

    @Override
    public void open() {
        ReconnectingSource source = new ReconnectingSource(options, false, hosts, check, this::refused, events);
        source.offer(new ConnectRetry(options.session(), where(), pause, check).first(this::first));
        requireOneCluster(source);
        int forReads = forReads(options);
        pool = pool("storageport-postgres", source, options.poolSize() - forReads, KEPT_IDLE);
        if (forReads > 0) {
            reads = pool(
                    "storageport-postgres-reads",
                    new ReconnectingSource(options, true, hosts, check, this::refused, events),
                    forReads,
                    1);
        }
    }

    /** Closes the source if a server that answers now is none of the cluster; it would be taken for the primary one day. */
    private void requireOneCluster(ReconnectingSource source) {
        try {
            Membership membership = new Membership(hosts.others(), driver()::toAny);
            membership.strangers(check.cluster(), MEMBERSHIP_BOUND).ifPresent(strangers -> {
                throw new ConfigurationException(
                        "host",
                        "names servers of several clusters: " + strangers + " has other data than "
                                + hosts.primary().map(Hosts::text).orElse("the others"));
            });
        } catch (RuntimeException | Error failure) {
            source.close();
            throw failure;
        }
    }

    /** A small pool has none to spare. */
    private static int forReads(ServerOptions options) {
        return options.behindPooler() ? 0 : Math.min(options.readers(), options.poolSize() / SHARE_FOR_READS);
    }

    /** Returns a pool that owns the source; if there is none, what the source has is closed. */
    private HikariDataSource pool(String name, ReconnectingSource source, int size, int keptIdle) {
        try {
            return new HikariDataSource(config(name, source, size, keptIdle));
        } catch (RuntimeException | Error failure) {
            source.close();
            throw failure;
        }
    }

    private HikariConfig config(String name, ReconnectingSource source, int size, int keptIdle) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(keptIdle, size));
        config.setConnectionTimeout(options.poolTimeout().toMillis());
        config.setMaxLifetime(MAX_LIFETIME.toMillis());
        // The first connection has proved that the server answers; the pool must not try by itself and fail otherwise.
        config.setInitializationFailTimeout(-1);
        source.isolation().ifPresent(config::setTransactionIsolation);
        return config;
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
        long begun = System.nanoTime();
        try {
            Connection connection = taken(source);
            if (events.ordinary() && System.nanoTime() - begun >= AT_ONCE_NANOS) {
                events.waited(WaitEnded.Resource.CONNECTION, WaitEnded.End.SERVED, begun);
            }
            return connection;
        } catch (StorageException failure) {
            boolean late = failure instanceof StorageTimeoutException;
            events.waited(
                    WaitEnded.Resource.CONNECTION, late ? WaitEnded.End.TIMED_OUT : WaitEnded.End.GIVEN_UP, begun);
            throw failure;
        }
    }

    private Connection taken(HikariDataSource source) {
        try {
            for (int ended = 0; ; ended++) {
                Connection connection = waiters.take(source, where());
                Optional<SQLException> end = end(connection);
                if (end.isEmpty()) {
                    return connection;
                }
                lost();
                if (!Errors.isLost(end.get()) || ended > source.getMaximumPoolSize()) {
                    throw check.refused(1, end.get());
                }
            }
        } catch (SQLException failure) {
            throw refused(source, failure);
        }
    }

    /** Returns why a session cannot be used, and discards it then. */
    private Optional<SQLException> end(Connection connection) {
        try {
            check.again(connection);
            return Optional.empty();
        } catch (SQLException end) {
            abort(connection);
            return Optional.of(end);
        }
    }

    /** Ends the waits for a connection that cannot be had. Called by the thread that tries to connect. */
    private void refused(ReconnectingSource connector, ReconnectingSource.Refusal refusal) {
        for (HikariDataSource source : pools()) {
            if (source.getDataSource() == connector && endsWaits(source, refusal.failure())) {
                // Once somebody has waited that long for the server, the others only wait to hear of the next attempt.
                boolean enough = !connector.mayPass(refusal.failure())
                        || refusal.lasted().compareTo(options.outageTimeout()) >= 0;
                waiters.giveUp(waited -> waited == source, enough ? Duration.ZERO : options.outageTimeout());
            }
        }
    }

    /** A server that merely lets nobody else in leaves the connections there are, and one of them may become free. */
    private static boolean endsWaits(HikariDataSource source, SQLException failure) {
        HikariPoolMXBean bean = source.getHikariPoolMXBean();
        return bean == null || bean.getTotalConnections() == 0 || ConnectErrors.isNobodyThere(failure);
    }

    private StorageException refused(HikariDataSource source, SQLException failure) {
        Throwable reason = failure.getCause();
        if (reason instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            return Errors.interrupted("waiting for a connection to " + where(), false, failure);
        }
        if (reason instanceof SQLException connecting) {
            return check.refused(1, connecting);
        }
        Optional<SQLException> connecting = connector(source).flatMap(ReconnectingSource::failure);
        if (connecting.isPresent()) {
            return check.refused(1, connecting.get());
        }
        PoolStatus status = status(source);
        if (status.inUse() < status.capacity() && status.idle() == 0) {
            return new StorageUnavailableException(
                    "no connection to " + where() + " came about within " + options.poolTimeout() + ": " + text(status)
                            + lastAttempt(failure),
                    failure);
        }
        return new StorageTimeoutException(
                "no connection to " + where() + " became free within " + options.poolTimeout() + ": " + text(status)
                        + "; close scans, shorten transactions or raise poolSize",
                failure);
    }

    /** Names the failure of the pool itself to set up a session that had begun; it hides that below one of its own types. */
    private static String lastAttempt(SQLException failure) {
        for (Throwable reason = failure.getCause(); reason != null; reason = reason.getCause()) {
            if (reason instanceof SQLException refusal) {
                return "; the last session could not be set up, SQLSTATE " + Errors.state(refusal);
            }
        }
        return "";
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
            return Optional.of(connect());
        } catch (SQLException noneFree) {
            return Optional.empty();
        }
    }

    private Connection connect() throws SQLException {
        return driver().getConnection();
    }

    @Override
    public Connection forHealth(Duration atMost) {
        try {
            return connector.connect(where(), atMost);
        } catch (SQLException failure) {
            // A server that is full says nothing of the connections there are.
            HikariDataSource source = pool;
            if (ConnectErrors.isFull(failure)
                    && source != null
                    && status(source).idle() > 0) {
                return take(source);
            }
            throw check.refused(1, failure);
        }
    }

    @Override
    public void discard(Connection connection) {
        abort(connection);
        events.discarded(ConnectionDiscarded.Reason.UNCERTAIN);
    }

    private void abort(Connection connection) {
        Connection physical = physical(connection);
        BrokenConnection.abort(physical, () -> {});
        for (HikariDataSource source : pools()) {
            if (connector(source).filter(its -> its.hasOpened(physical)).isPresent()) {
                source.evictConnection(connection);
            }
        }
    }

    /** Returns the connection itself if the pool has taken it back already. */
    private static Connection physical(Connection connection) {
        try {
            return connection.unwrap(BaseConnection.class);
        } catch (SQLException closed) {
            return connection;
        }
    }

    @Override
    public void lost() {
        events.discarded(ConnectionDiscarded.Reason.BROKEN);
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
    public List<ServerStatus> servers() {
        return hosts.primary().stream()
                .map(host -> new ServerStatus(Hosts.text(host), ServerStatus.Role.PRIMARY, status(), Optional.empty()))
                .toList();
    }

    @Override
    public boolean severalServers() {
        return options.hosts().size() > 1;
    }

    @Override
    public String where() {
        return where;
    }

    @Override
    public void close() {
        waiters.close();
        pools().forEach(source -> connector(source).ifPresent(ReconnectingSource::close));
        pools().forEach(HikariDataSource::close);
    }
}
