// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFixture.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.OutOfSpaceException;
import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Combiner.Outcome;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4Connection;

/** Writes of several callers that wait at the same time. */
final class SqliteGroupTest {

    @TempDir
    Path directory;

    private final ConcurrentLinkedQueue<SQLiteConnection> connections = new ConcurrentLinkedQueue<>();
    private volatile int mostPages;
    private SqlitePort port = new SqlitePort(SqliteOptions.memory());

    @AfterEach
    void close() {
        port.close();
    }

    private Path file() {
        return directory.resolve("app.db");
    }

    /** Opens the port; the first connection is that of the writer. */
    private void open(SqliteOptions options) {
        port = new SqlitePort(new SqliteDatabase(options, this::opened));
        port.prepare(SqliteFixture.CATALOG, SchemaMode.MIGRATE);
    }

    private void opened(Connection connection) {
        connections.add((SQLiteConnection) connection);
        limit(connection);
    }

    /** The limit is the connection's, and one that SQLite rolled back by itself is replaced. */
    private void limit(Connection connection) {
        if (mostPages > 0) {
            try {
                SqliteFixture.execute(connection, "PRAGMA max_page_count = " + mostPages);
            } catch (SQLException failed) {
                throw new AssertionError(failed);
            }
        }
    }

    private void open() {
        open(SqliteOptions.file(file()));
    }

    private SQLiteConnection first() {
        return connections.element();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = SqliteFixture.connect(file())) {
            SqliteFixture.execute(connection, sql);
        }
    }

    private List<String> stored() throws SQLException {
        return SqliteFixture.query(file(), "SELECT key FROM \"user\" ORDER BY key");
    }

    private static Write.Put put(String key, String mail) {
        return SqliteFixture.put(key, Map.of("mail", new IndexValue.Text(mail)));
    }

    private FutureTask<List<WriteOutcome>> queue(SqliteHold hold, Write... writes) {
        return hold.queue(port.writer(), () -> port.write(List.of(writes)));
    }

    private static void assertFails(FutureTask<?> task, Class<? extends StorageException> kind) {
        assertThatThrownBy(task::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(kind);
    }

    @Test
    void writes_thatWaitTogether_shareOneCommit() throws Exception {
        open();
        AtomicInteger commits = new AtomicInteger();
        List<FutureTask<List<WriteOutcome>>> tasks;
        try (SqliteHold hold = new SqliteHold(port)) {
            tasks = IntStream.range(0, 20)
                    .mapToObj(i -> queue(hold, SqliteFixture.put("key" + i % 10)))
                    .toList();
            first().addCommitListener(counting(commits));
            hold.release();
            for (FutureTask<List<WriteOutcome>> task : tasks) {
                assertThat(task.get()).singleElement().isInstanceOf(WriteOutcome.Written.class);
            }
        }
        assertThat(commits).hasValue(2); // that of the transaction that was in the way, too
        assertThat(stored()).hasSize(10);
        for (int i = 0; i < 10; i++) {
            long before = ((WriteOutcome.Written) tasks.get(i).get().get(0)).revision();
            assertThat(tasks.get(i + 10).get().get(0))
                    .isInstanceOfSatisfying(
                            WriteOutcome.Written.class,
                            written -> assertThat(written.revision()).isEqualTo(before + 1));
        }
    }

    private static SQLiteCommitListener counting(AtomicInteger commits) {
        return new SQLiteCommitListener() {
            @Override
            public void onCommit() {
                commits.incrementAndGet();
            }

            @Override
            public void onRollback() {}
        };
    }

    @Test
    void uniqueViolation_ofOneWriteOrOfABatch_isThatCallersOwn() throws Exception {
        open();
        port.write(List.of(put("owner", "taken")));
        try (SqliteHold hold = new SqliteHold(port)) {
            FutureTask<?> before = queue(hold, put("a", "a"));
            FutureTask<?> single = queue(hold, put("b", "taken"));
            FutureTask<?> batch = queue(hold, put("c", "c"), put("d", "taken"), put("e", "e"));
            FutureTask<?> sameValue = queue(hold, put("f", "a"));
            FutureTask<?> after = queue(hold, put("g", "c"), put("h", "h"));
            hold.release();
            before.get();
            after.get();
            assertFails(single, UniqueViolationException.class);
            assertFails(batch, UniqueViolationException.class);
            assertFails(sameValue, UniqueViolationException.class);
        }
        assertThat(stored()).containsExactly("a", "g", "h", "owner");
    }

    @Test
    void collectionThatIsNotThere_isThatCallersOwnFailure() throws Exception {
        open();
        CollectionDefinition unknown = new CollectionDefinition("unknown", List.of());
        try (SqliteHold hold = new SqliteHold(port)) {
            FutureTask<?> before = queue(hold, SqliteFixture.put("a"));
            FutureTask<?> lost = queue(hold, new Write.Touch(unknown, "b", SqliteFixture.NOON));
            FutureTask<?> after = queue(hold, SqliteFixture.put("c"));
            hold.release();
            before.get();
            after.get();
            assertFails(lost, SchemaException.class);
        }
        assertThat(stored()).containsExactly("a", "c");
    }

    @Test
    void rollbackOfAllBySqlite_isTheFailureOfTheOneThatCausedIt() throws Exception {
        open();
        execute(
                "CREATE TRIGGER bad AFTER INSERT ON \"user\" WHEN new.key = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'no'); END");
        try (SqliteHold hold = new SqliteHold(port)) {
            FutureTask<?> before = queue(hold, SqliteFixture.put("a"));
            FutureTask<?> bad = queue(hold, SqliteFixture.put("bad"));
            FutureTask<?> badToo = queue(hold, SqliteFixture.put("b"), SqliteFixture.put("bad"));
            FutureTask<?> after = queue(hold, SqliteFixture.put("c"));
            hold.release();
            before.get();
            after.get();
            assertFails(bad, StorageFailureException.class);
            assertFails(badToo, StorageFailureException.class);
        }
        assertThat(stored()).containsExactly("a", "c");
    }

    @Test
    void commitThatFails_isTheFailureOfTheOneThatCausedIt() throws Exception {
        open();
        execute("CREATE TABLE orphan (parent TEXT REFERENCES \"user\" (key) DEFERRABLE INITIALLY DEFERRED)");
        execute("CREATE TRIGGER bad AFTER INSERT ON \"user\" WHEN new.key = 'bad'"
                + " BEGIN INSERT INTO orphan VALUES ('nobody'); END");
        try (SqliteHold hold = new SqliteHold(port)) {
            FutureTask<?> before = queue(hold, SqliteFixture.put("a"));
            FutureTask<?> bad = queue(hold, SqliteFixture.put("bad"));
            FutureTask<?> after = queue(hold, SqliteFixture.put("c"));
            hold.release();
            before.get();
            after.get();
            assertFails(bad, StorageFailureException.class);
        }
        assertThat(stored()).containsExactly("a", "c");
    }

    @Test
    void statementBeyondItsTime_isTheFailureOfItsCaller() throws Exception {
        open(SqliteOptions.file(file()).withStatementTimeout(Duration.ofMillis(100)));
        port.write(IntStream.range(0, 400)
                .<Write>mapToObj(i -> SqliteFixture.put("x" + i))
                .toList());
        execute(slowFor("slow"));
        try (SqliteHold hold = new SqliteHold(port)) {
            FutureTask<?> before = queue(hold, SqliteFixture.put("a"));
            FutureTask<?> slow = queue(hold, SqliteFixture.put("slow"));
            FutureTask<?> after = queue(hold, SqliteFixture.put("c"));
            hold.release();
            before.get();
            after.get();
            assertFails(slow, StorageTimeoutException.class);
        }
        assertThat(stored()).contains("a", "c").doesNotContain("slow");
    }

    private static String slowFor(String key) {
        return "CREATE TRIGGER slow AFTER INSERT ON \"user\" WHEN new.key = '" + key
                + "' BEGIN SELECT count(*) FROM \"user\" AS a, \"user\" AS b, \"user\" AS c WHERE a.key < b.key AND c.body <> b.key;"
                + " END";
    }

    @Test
    void diskFull_isTheFailureOfTheOneThatDoesNotFit() throws Exception {
        open();
        port.write(List.of(SqliteFixture.put("first")));
        mostPages = 20
                + Integer.parseInt(
                        SqliteFixture.query(file(), "PRAGMA page_count").get(0));
        limit(first());
        try (SqliteHold hold = new SqliteHold(port)) {
            FutureTask<?> before = queue(hold, SqliteFixture.put("a"));
            FutureTask<?> large = queue(hold, large("large"));
            FutureTask<?> after = queue(hold, SqliteFixture.put("c"));
            hold.release();
            before.get();
            after.get();
            assertFails(large, OutOfSpaceException.class);
        }
        assertThat(stored()).containsExactly("a", "c", "first");
    }

    private static Write.Put large(String key) {
        ContentFrame frame = new ContentFrame(new byte[200_000], 200_000);
        return SqliteFixture.put(key, "{}", Map.of(), new Precondition.None(), new ContentChange.Replace(frame));
    }

    @Test
    void interrupt_ofOneThatWaits_withdrawsItsWriteOnly() throws Exception {
        open();
        try (SqliteHold hold = new SqliteHold(port)) {
            FutureTask<?> before = queue(hold, SqliteFixture.put("a"));
            FutureTask<Boolean> interrupted = hold.queue(port.writer(), () -> {
                assertThatThrownBy(() -> port.write(List.of(SqliteFixture.put("b"))))
                        .isInstanceOf(StorageInterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });
            hold.lastThread().interrupt();
            assertThat(interrupted.get()).isTrue();
            FutureTask<?> after = queue(hold, SqliteFixture.put("c"));
            hold.release();
            before.get();
            after.get();
        }
        assertThat(stored()).containsExactly("a", "c");
    }

    @Test
    void interrupt_ofTheOneThatWritesForAll_stopsNothingAndStaysNoted() throws Exception {
        open();
        Function.create(first(), "interrupt", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                Thread.currentThread().interrupt();
                result(1);
            }
        });
        port.write(IntStream.range(0, 60)
                .<Write>mapToObj(i -> SqliteFixture.put("x" + i))
                .toList());
        SqliteFixture.execute(first(), "PRAGMA trusted_schema = ON");
        SqliteFixture.execute(
                first(),
                "CREATE TEMP TRIGGER once AFTER INSERT ON \"user\" WHEN new.key = 'b' BEGIN SELECT interrupt(); END");
        SqliteFixture.execute(first(), slowFor("c").replace("CREATE TRIGGER", "CREATE TEMP TRIGGER"));
        try (SqliteHold hold = new SqliteHold(port)) {
            FutureTask<Boolean> leader = hold.queue(port.writer(), () -> {
                port.write(List.of(SqliteFixture.put("a")));
                return Thread.currentThread().isInterrupted();
            });
            FutureTask<?> second = queue(hold, SqliteFixture.put("b"));
            FutureTask<?> third = queue(hold, SqliteFixture.put("c"));
            hold.release();
            second.get();
            third.get();
            assertThat(leader.get()).isTrue();
        }
        assertThat(stored()).contains("a", "b", "c");
    }

    @Test
    void close_whileSomeWait_refusesThemAndLetsTheTransactionEnd() throws Exception {
        open();
        try (SqliteHold hold = new SqliteHold(port)) {
            FutureTask<?> first = queue(hold, SqliteFixture.put("a"));
            FutureTask<?> second = queue(hold, SqliteFixture.put("b"));
            FutureTask<?> third = hold.queue(
                    port.writer(),
                    () -> port.transact(operations -> {
                        operations.delete(USERS, new Filter.All());
                        return "";
                    }));
            FutureTask<String> closing = new FutureTask<>(port::close, "");
            new Thread(closing).start();
            assertFails(first, StorageClosedException.class);
            assertFails(second, StorageClosedException.class);
            assertFails(third, StorageClosedException.class);
            hold.release();
            closing.get();
        }
        assertThat(stored()).isEmpty();
    }

    @Test
    void commitOfUnknownOutcome_isToldToEachAndNothingIsRunAgain() throws Exception {
        SqliteFixture.open(file()).close();
        SqliteOptions options = SqliteOptions.file(file());
        SqliteDatabase database = new SqliteDatabase(options);
        SqliteTexts texts = new SqliteTexts();
        LosingConnection losing = new LosingConnection(file());
        SqliteConnection connection = new SqliteConnection(losing, "test", options);
        SqliteWriter writer = new SqliteWriter(database, connection, texts);
        new SqliteSchema(database, texts).prepare(writer, SqliteFixture.CATALOG, SchemaMode.VALIDATE);
        losing.loses = true;
        List<Outcome<List<WriteOutcome>>> outcomes = new SqliteGroup(() -> connection, texts, options)
                .run(List.of(
                        SqliteRequest.of("first", List.of(SqliteFixture.put("a"))),
                        SqliteRequest.of("second", List.of(SqliteFixture.put("b")))));
        assertThat(outcomes)
                .hasSize(2)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Failure.class,
                                failed -> assertThat(failed.failure())
                                        .isInstanceOfSatisfying(
                                                StorageUnavailableException.class,
                                                lost -> assertThat(lost.outcomeUnknown())
                                                        .isTrue())));
        assertThat(outcomes.stream().distinct()).hasSize(2);
        writer.close();
        assertThat(stored()).isEmpty();
    }

    /** A connection that is lost when a commit is sent. */
    private static final class LosingConnection extends JDBC4Connection {

        private boolean loses;

        LosingConnection(Path file) throws SQLException {
            super("jdbc:sqlite:" + file, file.toString(), new Properties());
        }

        @Override
        public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
                throws SQLException {
            if (loses && sql.equals(SqliteSql.COMMIT)) {
                throw new SQLException("lost");
            }
            return super.prepareStatement(sql, type, concurrency, holdability);
        }
    }
}
