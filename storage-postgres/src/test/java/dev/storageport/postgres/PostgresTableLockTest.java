// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageTimeoutException;
import dev.storageport.tck.rule.Rule;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A collection that an administrator has locked as a whole, and the others. */
class PostgresTableLockTest {

    private static final CollectionSpec<Hero> HEROES = Hero.BARE;
    private static final CollectionSpec<Tokens> OTHERS = Tokens.SPEC;
    private static final int CALLERS = 32;
    private static final int ROUNDS = 25;

    /** Far more than the others need; they used to wait as long as one statement may run, and in vain. */
    private static final String URL = "poolSize=8&statementTimeout=2m&poolTimeout=1m";

    private final TestDatabase database = TestDatabase.create();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    private static void await(List<Future<?>> calls) throws Exception {
        for (Future<?> call : calls) {
            call.get(1, TimeUnit.MINUTES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACCESS EXCLUSIVE", "SHARE"})
    @Rule("CONC-12")
    void lockedCollection_holdsUpNoOperationOfAnother(String mode) throws Exception {
        try (Storage storage = Storage.open(database.url(URL), HEROES, OTHERS);
                Connection administrator = database.connect();
                Statement statement = administrator.createStatement()) {
            DocumentCollection<Hero> heroes = storage.collection(HEROES);
            DocumentCollection<Tokens> others = storage.collection(OTHERS);
            heroes.put("a", new Hero("a", 1, List.of()));
            administrator.setAutoCommit(false);
            statement.execute("LOCK TABLE storageport.hero IN " + mode + " MODE");
            List<Future<?>> held = new ArrayList<>();
            List<Future<?>> free = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String key = "k" + i;
                held.add(threads.submit(() -> heroes.put(key, new Hero(key, 1, List.of()))));
                held.add(threads.submit(() -> heroes.get("a")));
                free.add(threads.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        others.put(key, Tokens.of("round " + round));
                        assertThat(others.get(key)).isPresent();
                    }
                }));
            }
            await(free);
            assertThat(others.count()).isEqualTo(CALLERS);
            assertThat(storage.<Boolean, RuntimeException>transact(
                            transaction -> transaction.collection(OTHERS).contains("k0")))
                    .isTrue();
            if (mode.equals("SHARE")) {
                assertThat(heroes.count()).as("what can be read").isEqualTo(1);
            } else {
                assertThat(held).as("operations of the locked collection").noneMatch(Future::isDone);
            }
            administrator.rollback();
            await(held);
            assertThat(heroes.count()).isEqualTo(CALLERS + 1);
            heroes.put("after", new Hero("after", 1, List.of()));
            assertThat(heroes.get("after")).isPresent();
        }
    }

    @Test
    @Rule({"CONC-12", "ERR-6"})
    void lockedCollection_isATimeoutOfItsOperationsAndAppliesNothing() throws SQLException {
        try (Storage storage = Storage.open(database.url("poolSize=4&statementTimeout=1s"), OTHERS);
                Connection administrator = database.connect();
                Statement statement = administrator.createStatement()) {
            DocumentCollection<Tokens> tokens = storage.collection(OTHERS);
            tokens.put("here", Tokens.of());
            administrator.setAutoCommit(false);
            statement.execute("LOCK TABLE storageport.tokens");
            for (Runnable operation : List.<Runnable>of(
                    () -> tokens.put("here", Tokens.of("changed")),
                    () -> tokens.get("here"),
                    () -> tokens.delete("here"))) {
                assertThatThrownBy(operation::run)
                        .isInstanceOfSatisfying(
                                StorageTimeoutException.class,
                                timeout -> assertThat(timeout.outcomeUnknown()).isFalse())
                        .hasMessageContaining("tokens");
            }
            administrator.rollback();
            assertThat(tokens.get("here").orElseThrow().value()).isEqualTo(Tokens.of());
            tokens.put("here", Tokens.of("changed"));
        }
    }
}
