// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.storageport.DatabaseReplacedException;
import dev.storageport.DocumentCollection;
import dev.storageport.Health;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that is dropped, or restored from a backup, behind an open storage. */
class PostgresReplacedTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final PostgresAddress server = PostgresServer.shared();
    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void drop() {
        database.close();
    }

    private String url(String parameters) {
        return database.url("poolSize=8&outageTimeout=200ms&openAttempts=1" + parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&pooler=transaction"})
    @Rule("LIFE-16")
    void life16_droppedDatabase_isToldWithTheMomentItWasLastSeen(String parameters) {
        Instant start = Instant.now().minusSeconds(1);
        try (Storage storage = Storage.open(url(parameters), Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("here", Tokens.of());
            server.dropDatabase(database.name());
            assertReplaced(start, () -> tokens.get("here"));
            assertReplaced(start, () -> tokens.put("here", Tokens.of()));
            assertNotLive(storage);
            server.createDatabase(database.name());
            try (Storage other = Storage.open(url(parameters), Tokens.SPEC)) {
                assertReplaced(start, () -> tokens.get("here"));
                assertReplaced(start, () -> tokens.put("lost", Tokens.of()));
                assertReplaced(start, () -> storage.transact(transaction -> "nothing"));
                assertNotLive(storage);
                assertThat(other.collection(Tokens.SPEC).count()).isZero();
            }
        }
    }

    private static void assertReplaced(Instant start, Runnable operation) {
        assertThatThrownBy(() -> untilSessionsAreGone(operation))
                .isInstanceOfSatisfying(
                        DatabaseReplacedException.class,
                        replaced -> assertThat(replaced.intactAt()).isBetween(start, Instant.now()))
                .hasMessageContaining("dropped or replaced");
    }

    /** A session that the server has ended is told of first, by the one operation that meets it. */
    private static void untilSessionsAreGone(Runnable operation) {
        for (int i = 0; i < 20; i++) {
            try {
                operation.run();
                return;
            } catch (DatabaseReplacedException replaced) {
                throw replaced;
            } catch (StorageException ended) {
                assertThat(ended).hasMessageContaining("connection was lost");
            }
        }
    }

    private static void assertNotLive(Storage storage) {
        Health health = storage.health(BOUND);
        assertThat(health.live()).as(health.message()).isFalse();
        assertThat(health.message()).contains("dropped or replaced").contains("127.0.0.1");
        assertThat(health.pool()).isPresent();
    }

    @Test
    @Rule("LIFE-16")
    void life16_tablesMadeAnewInTheSameDatabase_areAnotherDatabase() {
        try (Storage storage = Storage.open(url(""), Tokens.SPEC)) {
            storage.collection(Tokens.SPEC).put("here", Tokens.of());
            database.execute("DROP SCHEMA storageport CASCADE");
            Health gone = storage.health(BOUND);
            assertThat(gone.live()).as(gone.message()).isFalse();
            assertThat(gone.message()).contains("storageport$collections is gone");
            try (Storage other = Storage.open(url(""), Tokens.SPEC)) {
                assertNotLive(storage);
                assertReplaced(
                        Instant.EPOCH, () -> storage.collection(Tokens.SPEC).put("lost", Tokens.of()));
                assertThat(other.collection(Tokens.SPEC).count()).isZero();
            }
        }
    }

    @Test
    void health_withoutTheTableOfACollection_isNotLive() {
        try (Storage storage = Storage.open(url(""), Tokens.SPEC)) {
            database.execute("DROP TABLE storageport.tokens CASCADE");
            Health health = storage.health(BOUND);
            assertThat(health.live()).as(health.message()).isFalse();
            assertThat(health.message()).contains("gone: tokens");
        }
    }

    @Test
    @Rule("LIFE-16")
    void life16_dataSourceThatLeadsElsewhere_isNoticedWithinASecond() throws InterruptedException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl(database.name()));
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(2);
        try (HikariDataSource source = new HikariDataSource(config);
                Storage storage = PostgresStorage.open(source, Tokens.SPEC)) {
            DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
            tokens.put("here", Tokens.of());
            database.execute("DROP SCHEMA storageport CASCADE");
            try (Storage other = Storage.open(url(""), Tokens.SPEC)) {
                TimeUnit.MILLISECONDS.sleep(1_100); // for so long a connection is believed
                assertReplaced(Instant.EPOCH, () -> tokens.put("lost", Tokens.of()));
                assertThat(other.collection(Tokens.SPEC).count()).isZero();
            }
        }
    }
}
