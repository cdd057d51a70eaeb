// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageOptions;
import dev.storageport.StorageUnavailableException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Closing while callers wait: for a lock, for a connection, for their turn; rules LIFE-4 and CONC-9. */
class PostgresClosingTest {

    private static final Duration GRACE = Duration.ofMillis(200);

    /** Far below the bounds that the callers themselves have, which are half a minute. */
    private static final Duration PROMPT = Duration.ofSeconds(8);

    private final TestDatabase database = TestDatabase.create();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void life4_callersWaitingForALockAConnectionOrATurn_endSoonAfterTheGrace() throws Exception {
        assertClosesPromptly("poolSize=4&combiningLanes=2");
    }

    @Test
    void life4_withoutCombining_endSoonAfterTheGrace() throws Exception {
        assertClosesPromptly("poolSize=2&combiningLanes=0");
    }

    private void assertClosesPromptly(String parameters) throws Exception {
        Storage storage = Storage.open(
                database.url(parameters),
                StorageOptions.builder().closeGrace(GRACE).build(),
                Tokens.SPEC);
        DocumentCollection<Tokens> tokens = storage.collection(Tokens.SPEC);
        tokens.put("held", Tokens.of());
        try (Connection foreign = database.connect();
                Statement statement = foreign.createStatement()) {
            foreign.setAutoCommit(false);
            statement.execute("SELECT * FROM storageport.tokens WHERE key = 'held' FOR UPDATE");
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String own = "own-" + i;
                calls.add(start(() -> tokens.put("held", Tokens.of(own))));
                calls.add(start(() ->
                        tokens.putAll(List.of(Document.of("held", Tokens.of(own)), Document.of(own, Tokens.of())))));
            }
            WaitingCalls.await(
                    database,
                    "SELECT count(*) >= 2 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '"
                            + database.name() + "'");
            TimeUnit.MILLISECONDS.sleep(100); // so that the others come to wait as well
            long start = System.nanoTime();
            storage.close();
            for (Future<?> call : calls) {
                assertThatThrownBy(() -> call.get(40, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfAny(StorageClosedException.class, StorageUnavailableException.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
            foreign.rollback();
        }
    }

    private <R> Future<Boolean> start(Callable<R> call) {
        return threads.submit(() -> {
            try {
                call.call();
            } catch (StorageException failure) {
                assertThat(Thread.currentThread().isInterrupted())
                        .as("the interrupt flag after %s", failure)
                        .isFalse();
                throw failure;
            }
            return true;
        });
    }
}
