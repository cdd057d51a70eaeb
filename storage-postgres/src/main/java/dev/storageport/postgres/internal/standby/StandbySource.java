// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.standby;

import dev.storageport.port.PortEvents;
import dev.storageport.postgres.internal.connection.DriverSource;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.connection.ServerOptions;
import dev.storageport.postgres.internal.connection.SessionCheck;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions of one standby: whichever answers the first time, and no other one after that. Behind one name there may be several, or
 * another one after a while, and what is known of one says nothing of another.
 */
final class StandbySource extends DriverSource {

    /** A server that will not do, though nothing is wrong with it. */
    static final class NotThisOne extends SQLException {

        private static final long serialVersionUID = 1L;

        NotThisOne(String problem) {
            super(problem, "08001");
        }
    }

    /**
     * Tells which server this is, by where it listens and when it began, and gives the session what cannot be asked for when it connects: a
     * standby cannot be serializable.
     */
    private static final String GREET = "SELECT pg_is_in_recovery(),"
            + " (SELECT system_identifier FROM pg_control_system()) || '/'"
            + " || (SELECT oid FROM pg_database WHERE datname = current_database()),"
            + " concat_ws('/', inet_server_addr(), inet_server_port(), extract(epoch FROM pg_postmaster_start_time())),"
            + " coalesce(pg_last_wal_replay_lsn() - '0/0'::pg_lsn, 0),"
            + " set_config('default_transaction_isolation', 'repeatable read', false),"
            + " (SELECT string_agg(set_config(name, value, false), '') FROM " + SessionCheck.NEEDED + ")";

    private final InetSocketAddress host;
    private final String database;
    private final PortEvents events;
    private volatile @Nullable String server;
    private volatile long shown;
    private volatile boolean gone;

    /**
     * Creates the source.
     *
     * @param host one host, and all else that holds for connections
     * @param database the database that it has to be a copy of, as {@link PrimaryLog#database()}
     */
    StandbySource(ServerOptions host, String database, PortEvents events) {
        super(host, true);
        this.host = host.hosts().get(0);
        this.database = database;
        this.events = events;
    }

    /** Returns whether the server could not be reached any more, or another one was in its place. */
    boolean isGone() {
        return gone;
    }

    /** Takes note of how far the standby is, as reads may rely on it from now on. A server that crashes begins again behind that. */
    void shows(long replayed) {
        shown = replayed;
    }

    @Override
    public Connection getConnection() throws SQLException {
        long begun = System.nanoTime();
        try {
            Connection connection = greeted(toAny(host));
            events.connected(begun, null);
            return connection;
        } catch (SQLException | RuntimeException failed) {
            gone |= server != null && failed instanceof SQLException error && Errors.isLost(error);
            if (!(failed instanceof NotThisOne)) {
                events.connected(begun, failed);
            }
            throw failed;
        }
    }

    private Connection greeted(Connection connection) throws SQLException {
        try {
            greet(connection);
            return connection;
        } catch (Throwable failure) {
            try (connection) {
                throw failure;
            }
        }
    }

    private void greet(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(GREET)) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new NotThisOne("the server is no standby");
            }
            if (!database.equals(row.getString(2))) {
                throw new NotThisOne("the server is a standby of another database");
            }
            String found = row.getString(3);
            if (server == null) {
                server = found;
            } else if (!found.equals(server)) {
                throw new NotThisOne("another server answers where the standby was");
            }
            if (row.getLong(4) < shown) {
                throw new NotThisOne("the standby has crashed, and is behind what it has shown");
            }
        }
    }
}
