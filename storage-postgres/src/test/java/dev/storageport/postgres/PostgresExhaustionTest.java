// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.ConflictRetry;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.StorageTimeoutException;
import dev.storageport.Stored;
import dev.storageport.TransactionConflictException;
import dev.storageport.tck.rule.Rule;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits that reach their bound, and what works once the reason is gone; rule ERR-6. */
class PostgresExhaustionTest {

    private static final String TABLE = "storageport.tokens";

    private final TestDatabase database = TestDatabase.create();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    private Storage open(String parameters) {
        return open(parameters, StorageOptions.defaults());
    }

    private Storage open(String parameters, StorageOptions options) {
        Storage storage = Storage.open(database.url(parameters), options, Tokens.SPEC);
        tokens(storage).put("here", Tokens.of());
        return storage;
    }

    private static DocumentCollection<Tokens> tokens(Storage storage) {
        return storage.collection(Tokens.SPEC);
    }

    private static void assertIdle(Storage storage) {
        assertThat(tokens(storage).get("here")).isPresent();
        assertThat(tokens(storage).put("written", Tokens.of())).isNotNull();
        // The health check itself uses one.
        assertThat(storage.health(Duration.ofSeconds(10)).pool().orElseThrow())
                .satisfies(pool -> assertThat(pool.inUse()).isLessThanOrEqualTo(1))
                .satisfies(pool -> assertThat(pool.waiting()).isZero());
    }

    @Test
    @Rule("ERR-6")
    void err6_poolHeldByStreams_failsReadsWritesAndTransactionsAlike() {
        try (Storage storage = open("poolSize=2&poolTimeout=250ms")) {
            List<Stream<Stored<Tokens>>> open = List.of(tokens(storage).stream(), tokens(storage).stream());
            assertExhausted(() -> tokens(storage).get("here"));
            assertExhausted(() -> tokens(storage).put("other", Tokens.of()));
            assertExhausted(() -> storage.transact(transaction -> "nothing"));
            assertExhausted(() -> tokens(storage).stream());
            open.forEach(Stream::close);
            assertIdle(storage);
            assertThat(tokens(storage).contains("other")).isFalse();
        }
    }

    private static void assertExhausted(Runnable operation) {
        assertThatThrownBy(operation::run)
                .isInstanceOfSatisfying(
                        StorageTimeoutException.class,
                        timeout -> assertThat(timeout.outcomeUnknown()).isFalse())
                .hasMessageContaining("PT0.25S")
                .hasMessageContaining("pool of 2, 2 in use");
    }

    @Test
    @Rule("ERR-6")
    void err6_poolHeldByTransactions_failsAllWhoWaitAndWorksAtOnceAfterwards() throws Exception {
        try (Storage storage = open("poolSize=2&poolTimeout=500ms")) {
            CountDownLatch both = new CountDownLatch(2);
            CountDownLatch end = new CountDownLatch(1);
            List<Future<String>> holders = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String key = "held-" + i;
                holders.add(threads.submit(() -> storage.<String, InterruptedException>transact(transaction -> {
                    transaction.collection(Tokens.SPEC).put(key, Tokens.of());
                    both.countDown();
                    end.await();
                    return key;
                })));
            }
            both.await();
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(threads.submit(() -> tokens(storage).get("here")));
            }
            for (Future<?> each : waiting) {
                assertThatThrownBy(each::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(StorageTimeoutException.class)
                        .hasMessageContaining("2 in use")
                        .hasMessageContaining("waiting");
            }
            end.countDown();
            for (Future<String> holder : holders) {
                assertThat(holder.get()).startsWith("held");
            }
            assertIdle(storage);
            assertThat(tokens(storage).contains("held-0")).isTrue();
        }
    }

    @Test
    @Rule("ERR-6")
    void err6_rowHeldByAForeignSession_isATimeoutOfTheWaitingWritesOnly() throws SQLException {
        try (Storage storage = open("poolSize=4&statementTimeout=400ms");
                Connection foreign = database.connect();
                Statement statement = foreign.createStatement()) {
            foreign.setAutoCommit(false);
            statement.execute("SELECT * FROM " + TABLE + " WHERE key = 'here' FOR UPDATE");
            assertTooLong(() -> tokens(storage).put("here", Tokens.of("changed")));
            assertTooLong(() -> tokens(storage).update("here", old -> old.and("changed")));
            assertTooLong(() -> tokens(storage).delete("here"));
            assertTooLong(() -> storage.transact(
                    transaction -> transaction.collection(Tokens.SPEC).touch("here")));
            assertThat(tokens(storage).get("here").orElseThrow().value()).isEqualTo(Tokens.of());
            tokens(storage).put("another", Tokens.of());
            foreign.rollback();
            tokens(storage).put("here", Tokens.of("changed"));
            assertIdle(storage);
        }
    }

    private static void assertTooLong(Runnable operation) {
        assertThatThrownBy(operation::run)
                .isInstanceOfSatisfying(
                        StorageTimeoutException.class,
                        timeout -> assertThat(timeout.outcomeUnknown()).isFalse())
                .hasMessageContaining("PT0.4S")
                .hasMessageContaining("tokens");
    }

    @Test
    @Rule("ERR-6")
    void err6_rowHeldByAForeignSessionFor100Callers_endsWithEachInTimeAndNoneApplied() throws Exception {
        try (Storage storage = open("poolSize=4&poolTimeout=1s&statementTimeout=300ms");
                Connection foreign = database.connect();
                Statement statement = foreign.createStatement()) {
            foreign.setAutoCommit(false);
            statement.execute("SELECT * FROM " + TABLE + " WHERE key = 'here' FOR UPDATE");
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(threads.submit(() -> tokens(storage).put("here", Tokens.of("changed"))));
            }
            for (Future<?> call : calls) {
                assertThatThrownBy(call::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                StorageTimeoutException.class,
                                timeout -> assertThat(timeout.outcomeUnknown()).isFalse());
            }
            foreign.rollback();
            assertThat(tokens(storage).get("here").orElseThrow().value()).isEqualTo(Tokens.of());
            assertIdle(storage);
        }
    }

    @Test
    void tx13_deadlockWithAForeignSession_isRunAgainAndNotSeen() throws Exception {
        try (Storage storage = open("poolSize=4");
                Connection foreign = database.connect();
                Statement statement = foreign.createStatement()) {
            tokens(storage).put("a", Tokens.of());
            tokens(storage).put("b", Tokens.of());
            // So that it is always the library's transaction that the server chooses.
            statement.execute("SET deadlock_timeout = '1h'");
            foreign.setAutoCommit(false);
            statement.execute("SELECT * FROM " + TABLE + " WHERE key = 'b' FOR UPDATE");
            AtomicInteger runs = new AtomicInteger();
            CountDownLatch hasA = new CountDownLatch(1);
            Future<?> call = threads.submit(() -> storage.transactWithoutResult(transaction -> {
                runs.incrementAndGet();
                DocumentCollection<Tokens> inside = transaction.collection(Tokens.SPEC);
                inside.put("a", Tokens.of("library"));
                hasA.countDown();
                inside.put("b", Tokens.of("library"));
            }));
            hasA.await();
            statement.execute("SELECT * FROM " + TABLE + " WHERE key = 'a' FOR UPDATE");
            foreign.rollback();
            call.get();
            assertThat(runs).hasValueGreaterThan(1);
            assertThat(tokens(storage).get("b").orElseThrow().value()).isEqualTo(Tokens.of("library"));
            assertIdle(storage);
        }
    }

    @Test
    void tx7_conflictsWithoutEnd_tellHowOftenItWasTried() throws SQLException {
        StorageOptions three = StorageOptions.builder()
                .conflictRetry(new ConflictRetry(3, Duration.ofMinutes(1)))
                .build();
        try (Storage storage = open("poolSize=4", three);
                Connection foreign = database.connect();
                Statement statement = foreign.createStatement()) {
            assertThatThrownBy(() -> storage.transactWithoutResult(transaction -> {
                        DocumentCollection<Tokens> inside = transaction.collection(Tokens.SPEC);
                        assertThat(inside.get("here")).isPresent();
                        statement.execute("UPDATE " + TABLE + " SET revision = revision + 1 WHERE key = 'here'");
                        inside.put("here", Tokens.of("late"));
                    }))
                    .isInstanceOfSatisfying(
                            TransactionConflictException.class,
                            conflict -> assertThat(conflict.attempts()).isEqualTo(3))
                    .hasMessageContaining("given up after 3 attempts");
            assertThat(tokens(storage).get("here").orElseThrow().value()).isEqualTo(Tokens.of());
            assertIdle(storage);
        }
    }
}
