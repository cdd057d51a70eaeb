// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresServerRestartTest {
    /** The ways in which a server can end. */
    enum End {
        FAST(PostgresServer::stopFast),
        IMMEDIATE(PostgresServer::stopImmediate),
        KILLED(PostgresServer::kill);

        @SuppressWarnings("ImmutableEnumChecker") // a method reference, which holds nothing
        private final Consumer<PostgresServer> action;

        End(Consumer<PostgresServer> action) {
            this.action = action;
        }
    }

    @ParameterizedTest
    @EnumSource
    void restart_afterEachEnd_keepsDataAndPort(End end) throws SQLException {
        try (PostgresServer server =
                PostgresServer.start(PostgresServerOptions.defaults().withFsync(true))) {
            int port = server.address().port();
            try (Connection open = server.address().connect("postgres");
                    Statement statement = open.createStatement()) {
                statement.execute("create table kept as select 42 as value");

                end.action.accept(server);

                assertThat(server.running()).isFalse();
                assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(() -> server.address().connect("postgres")).isInstanceOf(SQLException.class);
            server.restart();

            assertThat(server.address().port()).isEqualTo(port);
            assertThat(keptValue(server)).isEqualTo(42);
        }
    }

    @Test
    void restart_whileRunning_stopsFirst() throws SQLException {
        try (PostgresServer server = PostgresServer.start();
                Connection before = server.address().connect("postgres")) {
            server.restart();

            assertThat(server.running()).isTrue();
            assertThat(before.isValid(10)).isFalse();
        }
    }

    @Test
    void stopFast_whileStopped_throws() {
        try (PostgresServer server = PostgresServer.start()) {
            server.stopFast();

            assertThatThrownBy(server::stopFast).isInstanceOf(PostgresServerException.class);
        }
    }

    @Test
    void close_twice_isHarmlessAndFinal() {
        PostgresServer server = PostgresServer.start();
        server.close();
        server.close();

        assertThat(server.running()).isFalse();
        assertThatThrownBy(server::restart).isInstanceOf(PostgresServerException.class);
    }

    private static int keptValue(PostgresServer server) throws SQLException {
        try (Connection connection = server.address().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select value from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
