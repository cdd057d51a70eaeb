// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaMode;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.postgres.internal.connection.DriverSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections of our own: their settings, the pool, and what happens when they break. */
class PostgresSettingsTest {

    private static final Scan ALL = Filters.all(Samples.PLAIN, Projection.BODY);

    private final TestDatabase database = TestDatabase.create();
    private final List<PostgresPort> ports = new ArrayList<>();

    @AfterEach
    void close() {
        ports.forEach(PostgresPort::close);
        database.close();
    }

    private PostgresPort open(String parameters) {
        PostgresPort port = database.port(parameters);
        ports.add(port);
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
        return port;
    }

    @Test
    void session_ofEachConnection_hasItsSettingsFromTheStart() throws SQLException {
        PostgresOptions options = PostgresOptions.parse(database.url("statementTimeout=12345ms&applicationName=probe"));
        try (Connection connection = new DriverSource(options.server(), false).getConnection()) {
            assertThat(setting(connection, "statement_timeout")).isEqualTo("12345ms");
            assertThat(setting(connection, "transaction_isolation")).isEqualTo("serializable");
            assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                    .isEqualTo("10min");
            assertThat(setting(connection, "application_name")).isEqualTo("probe");
        }
    }

    static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void readOnlyTransaction_isReadOnlyToTheServerToo_andTheNextOneIsNot() {
        PostgresPort port = open("poolSize=1");
        List<Write> put = List.of(Samples.put(Samples.PLAIN, "a", "{}"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> port.transactReadOnly(transaction -> transaction.write(put)))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("takes no writes");
            long counted = port.transactReadOnly(transaction -> transaction.count(Samples.PLAIN, new Filter.All()));
            assertThat(counted).isZero();
        }
        port.transact(TransactionAttempt.FIRST, transaction -> transaction.write(put));
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isEqualTo(1);
    }

    @Test
    void connectionsForReads_areAShareOfThePool() throws SQLException {
        PostgresPort port = open("poolSize=4&combiningLanes=2");
        assertThat(port.pool().orElseThrow().capacity()).isEqualTo(4);
        PostgresOptions options = PostgresOptions.parse(database.url());
        try (Connection connection = new DriverSource(options.server(), true).getConnection()) {
            assertThat(setting(connection, "transaction_isolation")).isEqualTo("read committed");
            assertThat(setting(connection, "statement_timeout")).isEqualTo("30s");
        }
        List<RecordCursor> cursors = List.of(port.scan(ALL), port.scan(ALL), port.scan(ALL));
        assertThat(port.read(Samples.PLAIN, List.of("a"), Projection.BODY)).isEmpty();
        cursors.forEach(RecordCursor::close);
        assertIdle(port);
    }

    @Test
    void statement_thatWaitsTooLong_isATimeoutThatNamesTheBound() throws SQLException {
        PostgresPort port = open("statementTimeout=300ms");
        port.write(List.of(Samples.put(Samples.PLAIN, "a", "{}")));
        try (Connection blocker = database.connect();
                Statement lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE storageport.\"order\" IN ACCESS EXCLUSIVE MODE");
            assertThatThrownBy(() -> port.count(Samples.PLAIN, new Filter.All()))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("PT0.3S")
                    .hasMessageContaining("order");
            assertThatThrownBy(() -> port.write(List.of(Samples.put(Samples.PLAIN, "b", "{}"))))
                    .isInstanceOfSatisfying(
                            StorageTimeoutException.class,
                            timeout -> assertThat(timeout.outcomeUnknown()).isFalse());
            blocker.rollback();
        }
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isEqualTo(1);
    }

    @Test
    void pool_thatIsExhausted_isATimeoutThatNamesItsFigures() {
        PostgresPort port = open("poolSize=2&poolTimeout=250ms");
        RecordCursor first = port.scan(ALL);
        RecordCursor second = port.scan(ALL);
        assertThatThrownBy(() -> port.count(Samples.PLAIN, new Filter.All()))
                .isInstanceOf(StorageTimeoutException.class)
                .hasMessageContaining("PT0.25S")
                .hasMessageContaining("pool of 2, 2 in use, 0 waiting");
        first.close();
        first.close();
        second.close();
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isZero();
        assertIdle(port);
    }

    private static void assertIdle(PostgresPort port) {
        assertThat(port.pool().orElseThrow().inUse()).isZero();
    }

    @Test
    void threadInterruptedBeforeOrWhileItWaits_getsItsOwnErrorAndKeepsItsFlag() throws InterruptedException {
        PostgresPort port = open("poolSize=1");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> port.count(Samples.PLAIN, new Filter.All()))
                .isInstanceOf(StorageInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        List<Object> seen = new ArrayList<>();
        try (RecordCursor holder = port.scan(ALL)) {
            Thread waiting = new Thread(() -> {
                try {
                    port.count(Samples.PLAIN, new Filter.All());
                } catch (StorageInterruptedException interrupted) {
                    seen.add(interrupted);
                    seen.add(Thread.currentThread().isInterrupted());
                }
            });
            waiting.start();
            while (port.pool().orElseThrow().waiting() == 0) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            waiting.join();
            assertThat(holder.hasNext()).isFalse();
        }
        assertThat(seen).hasSize(2).element(1).isEqualTo(true);
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isZero();
    }

    @Test
    void sessionsTerminated_nextOperationsFailTypedAtMostOnceAndThenWork() {
        PostgresPort port = open("poolSize=4");
        port.write(List.of(Samples.put(Samples.PLAIN, "a", "{}")));
        database.terminateSessions();
        try {
            port.count(Samples.PLAIN, new Filter.All());
        } catch (StorageUnavailableException lost) {
            assertThat(lost.outcomeUnknown()).isFalse();
        }
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isEqualTo(1);
    }

    @Test
    void sessionTerminatedDuringAScan_failsTypedAndFreesTheConnection() {
        PostgresPort port = open("poolSize=1");
        List<Write> puts = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            puts.add(Samples.put(Samples.PLAIN, "k%04d".formatted(i), "{}"));
        }
        port.write(puts);
        try (RecordCursor cursor = port.scan(ALL)) {
            cursor.next();
            database.terminateSessions();
            assertThatThrownBy(() -> cursor.forEachRemaining(record -> {}))
                    .isInstanceOf(StorageUnavailableException.class);
            assertThat(cursor.hasNext()).isFalse();
        }
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isEqualTo(1500);
        assertIdle(port);
    }

    @Test
    void manyThreads_thatPut_loseNothingAndLeaveThePoolIdle() throws Exception {
        PostgresPort port = open("poolSize=10");
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 100; thread++) {
                String prefix = "t%03d-".formatted(thread);
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        Write put = Samples.put(Samples.PLAIN, prefix + i, "{\"n\": 1}");
                        Samples.repeated(() -> port.write(List.of(put)));
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isEqualTo(5000);
        assertIdle(port);
    }
}
