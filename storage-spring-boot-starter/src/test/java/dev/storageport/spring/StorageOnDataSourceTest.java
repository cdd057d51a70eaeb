// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.storageport.ConfigurationException;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Beside Spring's JDBC and Flyway, in one database: on their data source, and on connections of its own. */
class StorageOnDataSourceTest {

    private static final String DATABASE = "spring_" + ProcessHandle.current().pid() + "_" + System.nanoTime();

    private static PostgresAddress server;

    @BeforeAll
    static void create() {
        server = PostgresServer.shared();
        server.createDatabase(DATABASE);
    }

    @AfterAll
    static void drop() {
        server.dropDatabase(DATABASE);
    }

    @Test
    void dataSource_ofTheApplication_isUsedAfterFlywayAndClosedLast() throws SQLException {
        HikariDataSource source;
        Storage storage;
        try (ConfigurableApplicationContext context =
                start("--storage.data-source=true", "--storage.schema=of_source")) {
            source = context.getBean(HikariDataSource.class);
            storage = context.getBean(Storage.class);
            DocumentCollection<Player> players = storage.collection(Player.PLAYERS);
            players.put("1", new Player("Ana", 1));

            assertThat(players.count()).isEqualTo(1);
            assertThat(storage.health(Duration.ofSeconds(10)).live()).isTrue();
            assertThat(exists(source, "of_source.players")).isTrue();
            assertThat(exists(source, "public.notes")).as("what Flyway made").isTrue();
            assertThat(context.getBeanFactory().getBeanDefinition("storage").getDependsOn())
                    .as("what storage waits for")
                    .contains("flywayInitializer");
        }
        assertThat(source.isClosed()).isTrue();
        assertThatThrownBy(() -> storage.collection(Player.PLAYERS).count()).isInstanceOf(StorageClosedException.class);
    }

    @Test
    void dataSource_byName_isUsed() {
        try (ConfigurableApplicationContext context =
                start("--storage.data-source=dataSource", "--storage.schema=by_name")) {
            assertThat(context.getBean(Storage.class).collection(Player.PLAYERS).count())
                    .isZero();
        }
    }

    @Test
    void url_besideADataSource_hasConnectionsOfItsOwn() {
        try (ConfigurableApplicationContext context =
                start("--storage.url=" + server.url(DATABASE), "--storage.schema=of_url", "--storage.pool-size=3")) {
            Storage storage = context.getBean(Storage.class);
            storage.collection(Player.PLAYERS).put("1", new Player("Ana", 1));
            assertThat(storage.pool())
                    .hasValueSatisfying(pool -> assertThat(pool.capacity()).isEqualTo(3));
            assertThat(context.getBean(HikariDataSource.class).isRunning()).isTrue();
        }
    }

    @Test
    void dataSource_withAUrlOrAnOptionOfConnections_isRefused() {
        assertThat(refusal("--storage.data-source=true", "--storage.url=memory:"))
                .contains("storage.data-source", "storage.url");
        assertThat(refusal("--storage.data-source=true", "--storage.pool-size=3"))
                .contains("storage.pool-size");
        assertThat(refusal("--storage.data-source=none")).contains("storage.data-source", "no data source");
    }

    private static String refusal(String... arguments) {
        for (Throwable cause = catchThrowable(() -> start(arguments).close());
                cause != null;
                cause = cause.getCause()) {
            if (cause instanceof ConfigurationException refused) {
                return refused.getMessage();
            }
        }
        throw new AssertionError("was not refused");
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--spring.datasource.url=" + server.jdbcUrl(DATABASE));
        all.add("--spring.datasource.username=" + server.user());
        all.add("--spring.datasource.password=" + server.password());
        all.add("--spring.main.web-application-type=none");
        return Application.start(Nothing.class, all.toArray(String[]::new));
    }

    private static boolean exists(HikariDataSource source, String table) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
