// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.ConfigurationException;
import dev.storageport.PoolStatus;
import dev.storageport.ServerStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.port.PortEvents;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections of the application's own data source, which stays open when the storage closes. */
public final class DataSourceConnections implements Connections {

    private static final String WHERE = "PostgreSQL of the given DataSource";

    private static final Logger LOG = LoggerFactory.getLogger(DataSourceConnections.class);

    private final DataSource source;
    private final SessionSettings settings;
    private final ConnectRetry.Pause pause;
    private final SessionCheck check;
    private final BoundedConnector connector = new BoundedConnector(this::take);
    private final PortEvents events = new PortEvents("PostgreSQL");
    private volatile boolean closed;

    public DataSourceConnections(DataSource source, SessionSettings settings, ConnectRetry.Pause pause) {
        this.source = source;
        this.settings = settings;
        this.pause = pause;
        this.check = new SessionCheck(settings, false, false, WHERE);
    }

    @Override
    public SessionCheck check() {
        return check;
    }

    @Override
    public PortEvents events() {
        return events;
    }

    /** The data source is not ours to describe. */
    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public void open() {
        Connection first = new ConnectRetry(settings, WHERE, pause, check).first(() -> {
            Connection connection = source.getConnection();
            if (!connection.isWrapperFor(PGConnection.class)) {
                connection.close();
                throw new ConfigurationException(
                        "dataSource",
                        "gives connections that are not of the PostgreSQL driver and do not unwrap to one");
            }
            return check.begin(inAutocommit(connection));
        });
        try {
            first.close();
        } catch (SQLException failure) {
            throw refused(failure);
        }
    }

    @Override
    public Connection take() {
        if (closed) {
            throw new StorageClosedException("the storage in " + WHERE + " is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw Errors.interrupted("taking a connection to " + WHERE, false, null);
        }
        try {
            return check.again(inAutocommit(source.getConnection()));
        } catch (SQLException failure) {
            throw refused(failure);
        } catch (StorageException known) {
            throw known;
        } catch (RuntimeException failure) {
            throw new StorageUnavailableException("the DataSource gives no connection", failure);
        }
    }

    @Override
    public Connection takeForRead() {
        return take();
    }

    /** A connection that comes without autocommit would go back with it, or is in the middle of somebody's transaction. */
    private static Connection inAutocommit(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.close();
            throw new ConfigurationException("dataSource", "gives connections that are not in autocommit mode");
        }
        return connection;
    }

    private StorageException refused(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return Errors.interrupted("waiting for a connection to " + WHERE, false, failure);
            }
        }
        return check.refused(1, failure);
    }

    @Override
    public Optional<Connection> beside() {
        try {
            return Optional.of(check.again(inAutocommit(source.getConnection())));
        } catch (SQLException noneFree) { // a pool may hold a single connection, which is in use
            return Optional.empty();
        }
    }

    @Override
    public Connection forHealth(Duration atMost) {
        try {
            return connector.connect(WHERE, atMost);
        } catch (SQLException failure) {
            throw refused(failure);
        }
    }

    @Override
    public void discard(Connection connection) {
        events.discarded(ConnectionDiscarded.Reason.UNCERTAIN);
        BrokenConnection.abort(connection, () -> {
            try {
                connection.close();
            } catch (SQLException broken) {
                LOG.debug("the DataSource took back a broken connection", broken);
            }
        });
    }

    @Override
    public void lost() {
        events.discarded(ConnectionDiscarded.Reason.BROKEN); // by the data source, which looks after its own
    }

    @Override
    public void alsoWaiting(IntSupplier callers) {
        // The data source is not ours to describe.
    }

    @Override
    public Optional<PoolStatus> status() {
        return Optional.empty();
    }

    @Override
    public List<ServerStatus> servers() {
        return List.of();
    }

    /** The data source may know several; it has not said so. */
    @Override
    public boolean severalServers() {
        return false;
    }

    @Override
    public String where() {
        return WHERE;
    }

    @Override
    public void close() {
        closed = true;
    }
}
