// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.port.PortEvents;
import dev.storageport.postgres.internal.connection.ServerOptions;
import dev.storageport.postgres.internal.connection.SessionSettings;
import dev.storageport.postgres.internal.security.FixedPassword;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which sessions of a standby are taken: what is known of one server says nothing of another, nor of itself after a crash. */
class StandbySourceTest {

    private final PostgresServer server = PostgresServer.start();
    private final PostgresAddress address = server.address();

    @AfterEach
    void stop() {
        server.close();
    }

    private StandbySource source() throws SQLException {
        return source(text("SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid FROM pg_database"
                + " WHERE datname = 'postgres'"));
    }

    private StandbySource source(String database) {
        return new StandbySource(
                new ServerOptions(
                        List.of(InetSocketAddress.createUnresolved(address.host(), address.port())),
                        "postgres",
                        address.user(),
                        new FixedPassword(Optional.of(address.password())),
                        Map.of(),
                        Duration.ofSeconds(10),
                        "standby",
                        false,
                        4,
                        1,
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        new SessionSettings("storageport", Duration.ofSeconds(10), 1, Duration.ZERO, "on", Map.of())),
                database,
                new PortEvents("PostgreSQL"));
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = address.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** A server that has crashed begins with what was on its disk, and has the same address and the same beginning. */
    @Test
    @Rule("READ-2")
    void session_behindWhatTheStandbyHasShown_isNotTaken() throws SQLException {
        server.demote();
        StandbySource source = source();
        source.getConnection().close();
        long replayed = Long.parseLong(text("SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn"));
        source.shows(replayed);
        source.getConnection().close();
        assertThat(source.isGone()).as("whether the standby is gone").isFalse();
        source.shows(replayed + 1);
        assertThatThrownBy(source::getConnection).hasMessageContaining("behind what it has shown");
        assertThat(source.isGone()).as("whether the standby is gone").isTrue();
    }

    @Test
    @Rule("READ-2")
    void session_ofAServerThatBeganAgain_isNotTaken() throws SQLException {
        server.demote();
        StandbySource source = source();
        source.getConnection().close();
        server.restart();
        assertThatThrownBy(source::getConnection).hasMessageContaining("another server");
        assertThat(source.isGone()).as("whether the standby is gone").isTrue();
    }

    @Test
    void session_ofAnotherDatabase_isNotTaken() {
        server.demote();
        assertThatThrownBy(source("1/1")::getConnection).hasMessageContaining("another database");
    }

    @Test
    void session_ofAPrimary_isNotTaken() throws SQLException {
        StandbySource source = source();
        assertThatThrownBy(source::getConnection).hasMessageContaining("no standby");
        assertThat(source.isGone())
                .as("whether a standby is gone that was never there")
                .isFalse();
    }
}
