// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.ConflictRetry;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.StorageUnavailableException;
import dev.storageport.TransactionConflictException;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.postgres.server.PostgresServerOptions;
import dev.storageport.tck.rule.Rule;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server with room for few locks: what suffices there, and whether the setting is named that is too low. */
class PostgresLimitsTest {

    /** Many times what the server has room for, if one transaction were to make them all. */
    private static final int COLLECTIONS = 400;

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(PostgresServerOptions.defaults()
                .withMaxConnections(12)
                .withSetting("shared_buffers", "2MB")
                .withSetting("max_wal_senders", "0")
                .withSetting("max_locks_per_transaction", "10")
                .withSetting("max_pred_locks_per_transaction", "10")
                .withSetting("max_pred_locks_per_relation", "100000")
                .withSetting("max_pred_locks_per_page", "100000"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String url(String schema) {
        return server.address().url("postgres") + "?poolSize=2&statementTimeout=1s&schema=" + schema;
    }

    private static StorageOptions once() {
        return StorageOptions.builder()
                .conflictRetry(new ConflictRetry(1, Duration.ofSeconds(1)))
                .build();
    }

    private static CollectionSpec<?>[] many() {
        return IntStream.range(0, COLLECTIONS)
                .mapToObj(number ->
                        CollectionSpec.of("many_" + number, Hero.class).build())
                .toArray(CollectionSpec<?>[]::new);
    }

    @Test
    @Rule("GROW-14")
    void manyCollections_openOnAServerWithRoomForFewLocks() throws SQLException {
        try (Connection connection = server.address().connect("postgres");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < COLLECTIONS; i++) {
                            statement.execute("CREATE TABLE t" + i + " (key text PRIMARY KEY, body jsonb, n int UNIQUE,"
                                    + " m int UNIQUE, o int UNIQUE, p int UNIQUE)");
                        }
                    })
                    .as("so many tables in one transaction")
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("shared memory");
            connection.rollback();
        }
        for (int opening = 0; opening < 2; opening++) {
            try (Storage storage = Storage.open(url("many"), many())) {
                assertThat(storage.schema().status().collections()).hasSize(COLLECTIONS);
            }
        }
    }

    @Test
    @Rule("ERR-6")
    void locks_takenBySomebody_areNamedByTheirSetting() throws SQLException {
        try (Connection connection = server.address().connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DO $$ BEGIN FOR i IN 1..1000000 LOOP PERFORM pg_advisory_lock(i); END LOOP;"
                    + " EXCEPTION WHEN out_of_memory THEN NULL; END $$");
            assertThatThrownBy(() -> Storage.open(url("locks") + "&openAttempts=1", Tokens.SPEC)
                            .close())
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("max_locks_per_transaction");
            statement.execute("SELECT pg_advisory_unlock(i) FROM generate_series(1, 24) AS i");
            assertThatThrownBy(() -> Storage.open(url("locks"), Tokens.SPEC).close())
                    .isInstanceOf(TransactionConflictException.class)
                    .hasMessageContaining("max_locks_per_transaction")
                    .message()
                    .doesNotContain("max_pred_locks");
        }
        Storage.open(url("locks"), Tokens.SPEC).close();
    }

    @Test
    @Rule("ERR-6")
    void readsRemembered_areNamedByTheirSetting() throws SQLException {
        try (Storage storage = Storage.open(url("reads"), once(), Tokens.SPEC);
                Connection connection = server.address().connect("postgres");
                Statement statement = connection.createStatement()) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("here", Tokens.of());
            statement.execute("CREATE TABLE numbers AS SELECT generate_series(1, 100000) AS n");
            statement.execute("CREATE INDEX ON numbers (n)");
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            statement.execute("SET enable_seqscan = off; SET enable_bitmapscan = off");
            statement.execute("DO $$ DECLARE found int; BEGIN FOR i IN 1..100000 LOOP"
                    + " SELECT n INTO found FROM numbers WHERE n = i; END LOOP;"
                    + " EXCEPTION WHEN out_of_memory THEN NULL; END $$");
            assertThatThrownBy(() -> storage.transact(
                            transaction -> transaction.collection(Tokens.SPEC).get("here")))
                    .isInstanceOf(TransactionConflictException.class)
                    .hasMessageContaining("max_pred_locks_per_transaction")
                    .message()
                    .doesNotContain("max_locks");
            connection.rollback();
            assertThat(storage.<Boolean, RuntimeException>transact(transaction ->
                            transaction.collection(Tokens.SPEC).get("here").isPresent()))
                    .isTrue();
        }
    }

    @Test
    void connections_allInUse_areNamedByWhatLimitsThem() {
        TestDatabase.execute(
                server.address(),
                "postgres",
                "CREATE DATABASE narrow",
                "ALTER DATABASE narrow CONNECTION LIMIT 0",
                "CREATE ROLE narrow LOGIN PASSWORD 'x' CONNECTION LIMIT 0");
        assertThatThrownBy(() -> Storage.open(server.address().url("narrow", "narrow", "x"), Tokens.SPEC)
                        .close())
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("connection limit of the role");
        TestDatabase.execute(server.address(), "postgres", "ALTER ROLE narrow CONNECTION LIMIT -1");
        assertThatThrownBy(() -> Storage.open(server.address().url("narrow", "narrow", "x"), Tokens.SPEC)
                        .close())
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("connection limit of the database");
    }
}
