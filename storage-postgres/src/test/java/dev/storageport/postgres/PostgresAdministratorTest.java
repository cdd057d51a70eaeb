// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaMode;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.Filter;
import dev.storageport.port.TransactionAttempt;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told when somebody ends a statement or a session on the server. */
class PostgresAdministratorTest {

    private final TestDatabase database = TestDatabase.create();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final PostgresPort port = database.port("poolSize=4&applicationName=watched");

    @BeforeEach
    void open() {
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        port.close();
        database.close();
    }

    @Test
    void cancelledStatement_isNotATimeout_andNothingIsApplied() throws Exception {
        assertEnded("pg_cancel_backend", "cancelled", () -> port.write(List.of(Samples.put(Samples.PLAIN, "a", "{}"))));
        assertEnded("pg_cancel_backend", "cancelled", () -> port.count(Samples.PLAIN, new Filter.All()));
        assertEnded(
                "pg_cancel_backend",
                "cancelled",
                () -> port.transact(
                        TransactionAttempt.FIRST, work -> work.write(List.of(Samples.put(Samples.PLAIN, "a", "{}")))));
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isZero();
    }

    @Test
    void endedSession_isTheAdministrators() throws Exception {
        assertEnded("pg_terminate_backend", "its administrator", () -> port.count(Samples.PLAIN, new Filter.All()));
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isZero();
    }

    /** Ends an operation that waits for a table somebody has locked. */
    private void assertEnded(String by, String told, Runnable operation) throws Exception {
        try (Connection blocker = database.connect();
                Statement lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE storageport.\"order\" IN ACCESS EXCLUSIVE MODE");
            Future<?> call = threads.submit(operation);
            cancelUntilDone(by, call);
            assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            StorageUnavailableException.class,
                            ended -> assertThat(ended.outcomeUnknown()).isFalse())
                    .hasMessageContaining(told);
        }
    }

    /** Again and again: a cancel that meets a statement which its lane's bound on locks ends just then is lost. */
    private void cancelUntilDone(String by, Future<?> call) throws SQLException {
        WaitingCalls.await(() -> {
            if (!call.isDone()) {
                database.query("SELECT coalesce(bool_or(" + by + "(pid)), false) FROM pg_stat_activity WHERE"
                        + " application_name = 'watched' AND wait_event_type = 'Lock' AND wait_event = 'relation'");
            }
            return call.isDone();
        });
    }
}
