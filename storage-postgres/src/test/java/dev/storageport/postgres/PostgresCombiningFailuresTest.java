// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.storageport.SchemaMode;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.server.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks, lost connections, interrupts and full pools while operations wait and run together. */
class PostgresCombiningFailuresTest {

    private static final WriteOutcome FIRST = written(0);

    /** In this database; others have tests of their own. */
    private static final String A_ROW_IS_WAITED_FOR = "SELECT EXISTS (SELECT FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND wait_event <> 'relation' AND datname = current_database())";

    private final TestDatabase database = TestDatabase.create();
    private final List<PostgresPort> ports = new ArrayList<>();

    @AfterEach
    void close() {
        ports.forEach(PostgresPort::close);
        database.close();
    }

    private PostgresPort open(String url) {
        PostgresPort port = (PostgresPort) PostgresStorage.port(PostgresOptions.parse(url));
        ports.add(port);
        port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
        return port;
    }

    private PostgresPort port(String parameters) {
        return open(database.url("combiningLanes=1&" + parameters));
    }

    private static WriteOutcome written(int place) {
        return new WriteOutcome.Written(100 + place, Samples.NOON, Samples.NOON);
    }

    private static WriteOutcome put(PostgresPort port, String key) {
        return port.write(List.of(Samples.put(Samples.USERS, key, "{}"))).get(0);
    }

    private static List<String> keys(int count) {
        return IntStream.range(0, count).mapToObj("k%02d"::formatted).toList();
    }

    private static List<Future<WriteOutcome>> calls(WaitingCalls calls, PostgresPort port, List<String> keys) {
        return keys.stream().map(key -> calls.call(() -> put(port, key))).toList();
    }

    /** Starts a transaction that has changed a document. */
    private Connection lock(String key) throws SQLException {
        Connection owner = database.connect();
        owner.setAutoCommit(false);
        try (Statement statement = owner.createStatement()) {
            statement.executeUpdate("UPDATE storageport.\"user\" SET body = '[]' WHERE key = '" + key + "'");
        }
        return owner;
    }

    @Test
    void lockedDocument_holdsUpItsOwnWritersOnly() throws SQLException {
        PostgresPort port = port("poolSize=4");
        put(port, "k07");
        WaitingCalls calls = new WaitingCalls(port);
        try (HeldPermits lane = new HeldPermits(database, port);
                Connection owner = lock("k07")) {
            List<Future<WriteOutcome>> results = calls(calls, port, keys(20));
            lane.release();
            for (int i = 0; i < 20; i++) {
                if (i != 7) {
                    // Those of one statement count on from its first revision, and so do the halves.
                    assertThat(WaitingCalls.get(results.get(i)))
                            .isIn(IntStream.range(0, 20)
                                    .mapToObj(PostgresCombiningFailuresTest::written)
                                    .toList());
                }
            }
            assertThat(results.get(7)).isNotDone();
            assertThat(put(port, "later")).isEqualTo(FIRST);
            Future<WriteOutcome> behind = calls.call(() -> put(port, "k07"));
            assertThat(port.pool().orElseThrow().inUse()).isEqualTo(1);
            owner.rollback();
            assertThat(List.of(WaitingCalls.get(results.get(7)), WaitingCalls.get(behind)))
                    .extracting(outcome -> ((WriteOutcome.Written) outcome).revision())
                    .containsExactly(101L, 102L);
        }
    }

    @Test
    void loneWriteOfALockedDocument_leavesItsLaneToOthers() throws SQLException {
        for (String mode : List.of("", "&pooler=transaction")) {
            PostgresPort port = port("poolSize=4&statementTimeout=1s" + mode);
            port.write(List.of(Samples.put(Samples.USERS, "a", "{}"), Samples.put(Samples.USERS, "b", "{}")));
            List<Write> blocked = List.of(
                    Samples.put(Samples.USERS, "a", "{}"),
                    new Write.Touch(Samples.USERS, "a", Samples.NOON),
                    new Write.Delete(Samples.USERS, "a", new Precondition.None()));
            try (Connection owner = lock("a")) {
                for (Write write : blocked) {
                    Future<WriteOutcome> waiting = CompletableFuture.supplyAsync(
                            () -> port.write(List.of(write)).get(0));
                    WaitingCalls.await(database, A_ROW_IS_WAITED_FOR);
                    assertThat(put(port, "b")).isInstanceOf(WriteOutcome.Written.class);
                    assertThat(waiting).isNotDone();
                    assertThatThrownBy(() -> WaitingCalls.get(waiting))
                            .isInstanceOf(StorageTimeoutException.class)
                            .hasMessageContaining("PT1S");
                }
                owner.rollback();
            }
        }
    }

    @Test
    void lostConnection_isAnUnknownOutcomeAndAnExceptionOfItsOwnForEach() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(PostgresServer.shared().port())) {
            PostgresPort port = open(proxy.url(database, "poolSize=2&combiningLanes=1"));
            List<Future<WriteOutcome>> results;
            try (HeldPermits lane = new HeldPermits(database, port)) {
                results = calls(new WaitingCalls(port), port, keys(10));
                proxy.cut(CuttingProxy.Side.CLIENT, 0);
                lane.release();
                List<StorageUnavailableException> failures = results.stream()
                        .map(each ->
                                catchThrowableOfType(StorageUnavailableException.class, () -> WaitingCalls.get(each)))
                        .toList();
                assertThat(failures).doesNotContainNull().doesNotHaveDuplicates();
                // A session that nobody has used for a second is looked at first; what breaks then has sent no write.
                assertThat(failures)
                        .allMatch(failure ->
                                failure.outcomeUnknown() != failure.getMessage().startsWith("settings of a session"));
            }
            assertThat(database.query("SELECT count(*) FROM storageport.\"user\""))
                    .isEqualTo("0");
            assertThat(put(port, "after")).isEqualTo(FIRST);
        }
    }

    @Test
    void callersThatWait_areInterruptedAndClosedTyped() throws SQLException {
        PostgresPort port = port("poolSize=4");
        WaitingCalls calls = new WaitingCalls(port);
        try (HeldPermits lane = new HeldPermits(database, port)) {
            Future<WriteOutcome> interrupted = calls.call(() -> put(port, "a"));
            Future<WriteOutcome> closed = calls.call(() -> put(port, "b"));
            calls.thread(0).interrupt();
            assertThatThrownBy(() -> WaitingCalls.get(interrupted))
                    .isInstanceOfSatisfying(
                            StorageInterruptedException.class,
                            failure -> assertThat(failure.outcomeUnknown()).isFalse());
            port.close();
            assertThatThrownBy(() -> WaitingCalls.get(closed)).isInstanceOf(StorageClosedException.class);
            lane.release();
        }
        assertThat(database.query("SELECT count(*) FROM storageport.\"user\"")).isEqualTo("0");
        assertThatThrownBy(() -> put(port, "c")).isInstanceOf(StorageClosedException.class);
    }

    @Test
    void poolInOpenTransactions_isATimeoutForEachThatWaitsAndThenWorksAtOnce() {
        PostgresPort port = port("poolSize=2&poolTimeout=2s");
        RecordCursor first = port.scan(Filters.all(Samples.PLAIN, Projection.BODY));
        RecordCursor second = port.scan(Filters.all(Samples.PLAIN, Projection.BODY));
        for (Future<WriteOutcome> each : calls(new WaitingCalls(port), port, keys(6))) {
            assertThatThrownBy(() -> WaitingCalls.get(each))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("PT2S")
                    .hasMessageContaining("pool of 2, 2 in use, ");
        }
        first.close();
        assertThat(put(port, "after")).isEqualTo(FIRST);
        second.close();
        assertThat(port.count(Samples.USERS, new Filter.All())).isEqualTo(1);
        assertThat(port.health(Duration.ofSeconds(5)).pool().orElseThrow().waiting())
                .isZero();
    }

    @Test
    void changesOfManyDocuments_lockThemInTheOrderOfTheirKeys() throws Exception {
        PostgresPort port = port("poolSize=4");
        for (int i = 999; i >= 0; i--) { // stored in the opposite order
            port.write(List.of(Samples.put(Samples.PLAIN, "k%03d".formatted(i), "{}")));
        }
        database.execute("ANALYZE");
        List<Write> touches = new ArrayList<>();
        List<Write> updates = new ArrayList<>();
        List<Write> puts = new ArrayList<>();
        List<Write> deletes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String key = "k%03d".formatted(i);
            touches.add(new Write.Touch(Samples.PLAIN, key, Samples.NOON));
            updates.add(Samples.put(
                    Samples.PLAIN, key, "{}", new Precondition.Present(), Map.of(), new ContentChange.Keep()));
            puts.add(Samples.put(Samples.PLAIN, key, "{}"));
            deletes.add(new Write.Delete(Samples.PLAIN, key, new Precondition.None()));
        }
        for (List<Write> writes : List.of(touches, updates, puts, deletes)) {
            try (Connection owner = database.connect();
                    Statement statement = owner.createStatement()) {
                owner.setAutoCommit(false);
                statement.execute("SELECT FROM storageport.\"order\" WHERE key = 'k500' FOR UPDATE");
                Thread writer = new Thread(() -> port.write(writes));
                writer.start();
                WaitingCalls.await(database, A_ROW_IS_WAITED_FOR);
                assertThat(database.query("SELECT min(key) || max(key) || count(*) FROM (SELECT key FROM"
                                + " storageport.\"order\" FOR UPDATE SKIP LOCKED) AS free"))
                        .isEqualTo("k501k999499");
                owner.rollback();
                writer.join();
            }
        }
        assertThat(port.count(Samples.PLAIN, new Filter.All())).isZero();
    }
}
