// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
    @Test
    void start_withDefaults_answersQueries() throws SQLException {
        PostgresAddress server = PostgresServer.shared();

        assertThat(server.host()).isEqualTo("127.0.0.1");
        assertThat(query(server, "postgres", "select 1")).isEqualTo("1");
        assertThat(query(server, "postgres", "show server_encoding")).isEqualTo("UTF8");
        assertThat(query(server, "postgres", "show fsync")).isEqualTo("off");
        assertThat(query(server, "postgres", "show max_connections")).isEqualTo("200");
        assertThat(query(server, "postgres", "show listen_addresses")).isEqualTo("127.0.0.1");
    }

    @Test
    void start_withOptions_appliesThem() throws SQLException {
        PostgresServerOptions options = PostgresServerOptions.defaults()
                .withFsync(true)
                .withMaxConnections(17)
                .withLocale(ServerLocale.icu("en-US"))
                .withSetting("cluster_name", "it's set");
        try (PostgresServer started = PostgresServer.start(options)) {
            PostgresAddress server = started.address();
            assertThat(query(server, "postgres", "show fsync")).isEqualTo("on");
            assertThat(query(server, "postgres", "show full_page_writes")).isEqualTo("on");
            assertThat(query(server, "postgres", "show max_connections")).isEqualTo("17");
            assertThat(query(server, "postgres", "select 'a' < 'B'")).isEqualTo("t");
            assertThat(query(server, "postgres", "show cluster_name")).isEqualTo("it's set");
        }
    }

    @Test
    void start_withHostEntries_letsInWhomTheyName() throws SQLException {
        PostgresServerOptions options = PostgresServerOptions.defaults()
                .withHostEntries(
                        List.of("host all postgres 127.0.0.1/32 scram-sha-256", "host all anybody 127.0.0.1/32 trust"));
        try (PostgresServer started = PostgresServer.start(options)) {
            PostgresAddress server = started.address();
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create role anybody login");
                statement.execute("create role nobody login password 'x'");
            }
            DriverManager.getConnection(server.jdbcUrl("postgres"), "anybody", "")
                    .close();
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres"), "nobody", "x"))
                    .hasMessageContaining("no pg_hba.conf entry");
        }
    }

    @Test
    void hostEntries_ofSeveralLines_areRefused() {
        assertThatThrownBy(() -> PostgresServerOptions.defaults().withHostEntries(List.of("a\nb")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hostEntries");
    }

    @Test
    void start_withSettingThatTheServerRefuses_throwsWithTheLog() {
        PostgresServerOptions options = PostgresServerOptions.defaults().withSetting("shared_buffers", "plenty");

        assertThatExceptionOfType(PostgresServerException.class)
                .isThrownBy(() -> PostgresServer.start(options))
                .withMessageContaining("invalid value for parameter \"shared_buffers\"");
    }

    @Test
    void connect_withWrongPassword_isRefused() {
        PostgresAddress server = PostgresServer.shared();

        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void url_withSpecialCharacters_encodesEachPart() {
        PostgresAddress server = PostgresServer.shared();

        assertThat(server.url("a b", "me@home", "p@ss:w/rd"))
                .isEqualTo("postgres://me%40home:p%40ss%3Aw%2Frd@127.0.0.1:" + server.port() + "/a%20b");
        assertThat(server.url("postgres")).contains(server.user() + ":" + server.password() + "@");
    }

    @Test
    void createDatabase_thenDrop_leavesNothing() throws SQLException {
        PostgresAddress server = PostgresServer.shared();
        String name = "odd \"name\" / with % signs";
        server.createDatabase(name);
        try (Connection inUse = server.connect(name)) {
            assertThat(inUse.isValid(10)).isTrue();
            assertThatThrownBy(() -> server.createDatabase(name)).isInstanceOf(PostgresServerException.class);

            server.dropDatabase(name);
        }
        server.dropDatabase(name);

        assertThatThrownBy(() -> query(server, name, "select 1")).isInstanceOf(SQLException.class);
    }

    private static String query(PostgresAddress server, String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
