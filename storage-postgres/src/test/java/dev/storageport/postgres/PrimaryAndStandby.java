// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A primary, and a standby that streams from it. */
final class PrimaryAndStandby implements AutoCloseable {

    private final PostgresServer primary = PostgresServer.start();
    private final PostgresServer standby;

    PrimaryAndStandby() {
        try {
            standby = primary.startStandby("reader");
        } catch (RuntimeException | Error failed) {
            primary.close();
            throw failed;
        }
    }

    PostgresServer primary() {
        return primary;
    }

    PostgresServer standby() {
        return standby;
    }

    /** Returns the URL of the database {@code postgres} on both. */
    String url(String parameters) {
        return url(parameters, standby.address().port());
    }

    /** Returns its URL on the primary and what listens on these ports. */
    String url(String parameters, int... standbyPorts) {
        PostgresAddress address = primary.address();
        String others = Arrays.stream(standbyPorts)
                .mapToObj(port -> "," + address.host() + ":" + port)
                .collect(Collectors.joining());
        return address.url("postgres").replace(":" + address.port() + "/", ":" + address.port() + others + "/") + "?"
                + parameters;
    }

    /** Has both as they began, for the next test: without documents, and the standby following at once. */
    void begin() {
        if (!standby.running()) {
            standby.restart();
        }
        resume();
        standby.configure("recovery_min_apply_delay", "0");
        standby.configure("max_standby_streaming_delay", "30s");
        mayAskForTheLog(true);
        TestDatabase.execute(primary.address(), "postgres", "DROP SCHEMA IF EXISTS storageport CASCADE");
        awaitStandby();
    }

    /** Lets every role ask how far the log of the primary goes, or superusers only. */
    void mayAskForTheLog(boolean everyRole) {
        TestDatabase.execute(
                primary.address(),
                "postgres",
                (everyRole ? "GRANT" : "REVOKE") + " EXECUTE ON FUNCTION pg_walfile_name(pg_lsn) "
                        + (everyRole ? "TO" : "FROM") + " PUBLIC");
    }

    /** Has the standby apply nothing any more, and returns when that is so. */
    void pause() {
        pause(standby);
    }

    static void pause(PostgresServer standby) {
        TestDatabase.execute(standby.address(), "postgres", "SELECT pg_wal_replay_pause()");
        while (!query(standby, "SELECT pg_get_wal_replay_pause_state()").equals("paused")) {
            Thread.onSpinWait();
        }
    }

    void resume() {
        resume(standby);
    }

    static void resume(PostgresServer standby) {
        TestDatabase.execute(standby.address(), "postgres", "SELECT pg_wal_replay_resume()");
    }

    /** Returns when the standby has applied all there is. */
    void awaitStandby() {
        awaitApplied(standby);
    }

    void awaitApplied(PostgresServer follower) {
        String end = query(primary, "SELECT pg_current_wal_flush_lsn()");
        while (!query(follower, "SELECT pg_last_wal_replay_lsn() >= '" + end + "'::pg_lsn")
                .equals("t")) {
            Thread.onSpinWait();
        }
    }

    static String query(PostgresServer server, String sql) {
        try (Connection connection = server.address().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    @Override
    public void close() {
        try (primary) {
            standby.close();
        }
    }
}
