// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaMode;
import dev.storageport.StorageInterruptedException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.StoragePort;
import dev.storageport.postgres.server.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes added to a table that is too large to keep its writers waiting. */
class PostgresBuildTest {

    private static final CollectionDefinition BARE = new CollectionDefinition("order", List.of());

    private static final CollectionDefinition GROWN = new CollectionDefinition(
            "order",
            List.of(
                    new IndexDefinition("tag", IndexKind.UNIQUE, IndexType.TEXT, 1),
                    new IndexDefinition("score", IndexKind.SINGLE, IndexType.INTEGER, 1),
                    new IndexDefinition("skill", IndexKind.MULTI_VALUE, IndexType.UUID, 1),
                    new IndexDefinition("text", IndexKind.SEARCH, IndexType.TEXT, 1)));

    private static final Catalog CATALOG = new Catalog(List.of(GROWN));

    /** What is missing while a build waits for an older snapshot. */
    private static final String BUILDING =
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE%INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'"
                    + " AND datname = current_database() AND pid <> pg_backend_pid()";

    private final TestDatabase database = TestDatabase.create();

    @BeforeEach
    void fill() {
        try (PostgresPort port = database.port()) {
            port.prepare(new Catalog(List.of(BARE)), SchemaMode.MIGRATE);
        }
        database.execute("INSERT INTO storageport.\"order\" (key, body, body_bytes, revision, data_version, created_at,"
                + " updated_at) SELECT 'k' || i, jsonb_build_object('t', repeat('x', 100)), 110, 1, 1,"
                + " 'epoch'::timestamptz, 'epoch'::timestamptz FROM generate_series(1, 30000) AS i");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void assertComplete() {
        assertThat(
                        database.query(
                                "SELECT relname FROM pg_class AS c JOIN pg_index AS i ON i.indexrelid = c.oid"
                                        + " WHERE i.indrelid = 'storageport.\"order\"'::regclass AND i.indisvalid AND i.indisready ORDER BY 1"))
                .isEqualTo("""
                        order$ix_score
                        order$ix_skill
                        order$ix_tag
                        order$ix_text
                        order$key
                        order$stale_0
                        order$stale_1
                        order$stale_2
                        order$stale_3""");
        assertThat(database.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .isEqualTo("0");
        try (PostgresPort port = database.port()) {
            port.prepare(CATALOG, SchemaMode.VALIDATE);
            assertThat(port.count(GROWN, new Filter.All())).isEqualTo(30000);
            assertThatThrownBy(() -> port.count(GROWN, new Filter.Present("tag")))
                    .isInstanceOf(IndexNotReadyException.class);
        }
    }

    @Test
    void processesThatAddTheSameIndexesAtOnce_buildThemOnceAndAllSucceed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> added = new ArrayList<>();
            for (String parameters :
                    List.of("poolSize=1", "poolSize=1", "poolSize=3", "pooler=transaction&poolSize=1")) {
                added.add(threads.submit(() -> {
                    try (PostgresPort port = database.port(parameters)) {
                        return port.prepare(CATALOG, SchemaMode.MIGRATE)
                                .collections()
                                .size();
                    }
                }));
            }
            int sum = 0;
            for (Future<Integer> each : added) {
                sum += each.get();
            }
            assertThat(sum).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertComplete();
    }

    @Test
    void dataSourceOfASingleConnection_buildsInItsTransaction() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(PostgresServer.shared().jdbcUrl(database.name()));
        config.setUsername(PostgresServer.shared().user());
        config.setPassword(PostgresServer.shared().password());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(250);
        try (HikariDataSource source = new HikariDataSource(config);
                StoragePort port = PostgresStorage.port(source, PostgresSettings.defaults())) {
            port.prepare(CATALOG, SchemaMode.MIGRATE);
        }
        assertComplete();
    }

    @Test
    void dataSourceOfTwoConnections_buildsBesideAndLeavesNoSetting() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(PostgresServer.shared().jdbcUrl(database.name()));
        config.setUsername(PostgresServer.shared().user());
        config.setPassword(PostgresServer.shared().password());
        config.setMaximumPoolSize(2);
        try (HikariDataSource source = new HikariDataSource(config)) {
            try (StoragePort port = PostgresStorage.port(source, PostgresSettings.defaults())) {
                port.prepare(CATALOG, SchemaMode.MIGRATE);
            }
            try (Connection first = source.getConnection();
                    Connection second = source.getConnection()) {
                for (Connection connection : List.of(first, second)) {
                    assertThat(PostgresSettingsTest.setting(connection, "statement_timeout"))
                            .isEqualTo("0");
                    assertThat(PostgresSettingsTest.setting(connection, "lock_timeout"))
                            .isEqualTo("0");
                    assertThat(connection.getNetworkTimeout()).isZero();
                }
            }
        }
        assertComplete();
    }

    /** Holds a snapshot for which builds wait, runs what is given, and lets go. */
    private void withOldSnapshot(Runnable beforeTheEnd) throws SQLException {
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT count(*) FROM pg_class");
            beforeTheEnd.run();
            reader.rollback();
        }
    }

    private void awaitBuild() {
        while (database.query(BUILDING).equals("0")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void build_thatWaitsForASnapshot_letsWritersGoOnAndCanBeInterrupted() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            withOldSnapshot(() -> {
                Thread[] opening = new Thread[1];
                Future<?> opened = threads.submit(() -> {
                    opening[0] = Thread.currentThread();
                    try (PostgresPort port = database.port("poolSize=1&statementTimeout=500ms")) {
                        port.prepare(CATALOG, SchemaMode.MIGRATE);
                    }
                });
                awaitBuild();
                try (PostgresPort port = database.port()) {
                    port.prepare(new Catalog(List.of(BARE)), SchemaMode.VALIDATE);
                    port.write(List.of(Samples.put(BARE, "k1", "{}"), Samples.put(BARE, "k2", "{}")));
                }
                // Longer than any statement may run otherwise.
                database.query("SELECT pg_sleep(1)");
                assertThat(opened.isDone()).isFalse();
                opening[0].interrupt();
                assertThatThrownBy(opened::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(StorageInterruptedException.class);
                assertThat(database.query(BUILDING)).isEqualTo("0");
            });
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .isEqualTo("1");
        try (PostgresPort port = database.port()) {
            port.prepare(CATALOG, SchemaMode.MIGRATE);
        }
        assertComplete();
    }

    @Test
    void build_whoseProcessIsKilled_isCompletedByTheNext() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ChildProcess child = new ChildProcess()) {
            List<Future<?>> opened = new ArrayList<>();
            withOldSnapshot(() -> {
                child.tell("grow " + database.url("poolSize=1"));
                awaitBuild();
                child.kill();
                opened.add(threads.submit(() -> {
                    try (PostgresPort port = database.port("poolSize=1")) {
                        port.prepare(CATALOG, SchemaMode.MIGRATE);
                    }
                }));
                database.query("SELECT pg_sleep(0.5)");
            });
            opened.get(0).get();
        } finally {
            threads.shutdownNow();
        }
        assertComplete();
    }

    /** The catalog that a child adds. */
    static Catalog catalog() {
        return CATALOG;
    }
}
