// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresServerStandbyTest {

    private final PostgresServer primary = PostgresServer.start();

    @AfterEach
    void stop() {
        primary.close();
    }

    @Test
    void standby_ofServerWithData_hasItAndStreamsWhatFollows() throws SQLException {
        execute(primary, "create table kept as select generate_series(1, 10000) as value");
        try (PostgresServer standby = primary.startStandby("standby_one")) {
            PostgresAddress at = standby.address();
            assertThat(at.query("select pg_is_in_recovery()")).isEqualTo("t");
            assertThat(at.query("select count(*) from kept")).isEqualTo("10000");

            execute(primary, "insert into kept values (0)");

            at.await("select count(*) = 10001 from kept", "get what was written after the copy");
            assertThatThrownBy(() -> execute(standby, "insert into kept values (-1)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("read-only");
            assertThat(at.port()).isNotEqualTo(primary.address().port());
        }
    }

    @Test
    void standby_ofKilledPrimary_isPromotedWithAllThatWasAcknowledged() throws SQLException {
        execute(primary, "create table kept (value int)");
        try (PostgresServer standby = primary.startStandby("standby_one")) {
            primary.configure("synchronous_standby_names", "standby_one");
            assertThat(primary.address().query("select sync_state from pg_stat_replication"))
                    .isEqualTo("sync");
            for (int i = 0; i < 100; i++) {
                execute(primary, "insert into kept values (" + i + ")");
            }
            primary.kill();
            standby.promote();

            assertThat(standby.address().query("select count(*) from kept")).isEqualTo("100");
            // It waits for no standby of its own.
            execute(standby, "insert into kept values (100)");
            assertThat(standby.address().query("select left(pg_walfile_name(pg_current_wal_lsn()), 8)"))
                    .isEqualTo("00000002");
            try (PostgresServer next = standby.startStandby("standby_one")) {
                assertThat(next.address().query("select count(*) from kept")).isEqualTo("101");
            }
        }
    }

    @Test
    void standby_withDelay_isBehind() throws SQLException {
        execute(primary, "create table kept (value int)");
        try (PostgresServer standby = primary.startStandby("standby_one", Map.of("recovery_min_apply_delay", "1h"))) {
            standby.address().await("select count(*) = 0 from kept", "be there");
            execute(primary, "insert into kept values (1)");
            String written = primary.address().query("select pg_current_wal_lsn()");
            standby.address()
                    .await("select pg_last_wal_receive_lsn() >= '" + written + "'", "receive what was written");
            assertThat(standby.address().query("select count(*) from kept")).isEqualTo("0");

            standby.configure("recovery_min_apply_delay", "0");

            standby.address().await("select count(*) = 1 from kept", "apply what it has received");
        }
    }

    @Test
    void standby_thatCannotBeStarted_leavesThePrimaryAsItWas() {
        assertThatThrownBy(() -> primary.startStandby("standby_one", Map.of("shared_buffers", "plenty")))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContaining("shared_buffers");
        assertThatThrownBy(() -> primary.startStandby("Standby One"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
        assertThat(primary.address().query("select 1")).isEqualTo("1");
        try (PostgresServer standby = primary.startStandby("standby_one")) {
            assertThat(standby.running()).isTrue();
        }
    }

    @Test
    void promote_ofPrimary_throws() {
        assertThatThrownBy(primary::promote).isInstanceOf(PostgresServerException.class);
    }

    @Test
    void configure_ofStoppedServer_isThereAfterTheStart() {
        primary.stopFast();
        primary.configure("cluster_name", "it's set");
        primary.restart();

        assertThat(primary.address().query("show cluster_name")).isEqualTo("it's set");
        assertThatThrownBy(() -> primary.configure("not a name", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void standby_ofServerWithEntriesOfItsOwn_needsOneForReplication() {
        String superuser = "host all postgres 127.0.0.1/32 scram-sha-256";
        String replication = "host replication postgres 127.0.0.1/32 scram-sha-256";
        PostgresServerOptions options =
                PostgresServerOptions.defaults().withHostEntries(List.of(superuser, replication));
        try (PostgresServer guarded = PostgresServer.start(options);
                PostgresServer standby = guarded.startStandby("standby_one")) {
            assertThat(standby.address().query("select 1")).isEqualTo("1");
        }
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.address().connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
