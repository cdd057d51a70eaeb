// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.SchemaException;
import dev.storageport.SchemaMode;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Combiner.Outcome;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.jdbc4.JDBC4Connection;

/** Writes of several callers that wait at the same time. */
final class SqliteGroupTest {

    @TempDir
    Path directory;

    private final List<SqliteCallers> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(SqliteCallers::close);
    }

    private SqliteOptions options() {
        return SqliteOptions.file(directory.resolve("app.db"));
    }

    private SqliteCallers open(SqliteOptions options) {
        SqliteCallers callers = new SqliteCallers(options);
        opened.add(callers);
        return callers;
    }

    private static Write.Put put(String key, String mail) {
        return SqliteFixture.put(key, Map.of("mail", new IndexValue.TextValue(mail)));
    }

    @Test
    void writes_thatWaitTogether_shareOneCommit() throws Exception {
        SqliteCallers callers = open(options());
        AtomicInteger commits = new AtomicInteger();
        List<FutureTask<List<WriteOutcome>>> tasks;
        try (SqliteHold hold = new SqliteHold(callers.port())) {
            tasks = IntStream.range(0, 20)
                    .mapToObj(i -> callers.queue(hold, SqliteFixture.put("key" + i % 10)))
                    .toList();
            callers.first().addCommitListener(counting(commits));
            hold.release();
            for (FutureTask<List<WriteOutcome>> task : tasks) {
                assertThat(task.get()).singleElement().isInstanceOf(WriteOutcome.Written.class);
            }
        }
        assertThat(commits).hasValue(2); // that of the transaction that was in the way, too
        assertThat(callers.stored()).hasSize(10);
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
        SqliteCallers callers = open(options());
        callers.port().write(List.of(put("owner", "taken")));
        try (SqliteHold hold = new SqliteHold(callers.port())) {
            FutureTask<?> before = callers.queue(hold, put("a", "a"));
            FutureTask<?> single = callers.queue(hold, put("b", "taken"));
            FutureTask<?> batch = callers.queue(hold, put("c", "c"), put("d", "taken"), put("e", "e"));
            FutureTask<?> sameValue = callers.queue(hold, put("f", "a"));
            FutureTask<?> after = callers.queue(hold, put("g", "c"), put("h", "h"));
            hold.release();
            before.get();
            after.get();
            SqliteCallers.assertFails(single, UniqueViolationException.class);
            SqliteCallers.assertFails(batch, UniqueViolationException.class);
            SqliteCallers.assertFails(sameValue, UniqueViolationException.class);
        }
        assertThat(callers.stored()).containsExactly("a", "g", "h", "owner");
    }

    @Test
    void collectionThatIsNotThere_isThatCallersOwnFailure() throws Exception {
        SqliteCallers callers = open(options());
        CollectionDefinition unknown = new CollectionDefinition("unknown", List.of());
        try (SqliteHold hold = new SqliteHold(callers.port())) {
            FutureTask<?> before = callers.queue(hold, SqliteFixture.put("a"));
            FutureTask<?> lost = callers.queue(hold, new Write.Touch(unknown, "b", SqliteFixture.NOON));
            FutureTask<?> after = callers.queue(hold, SqliteFixture.put("c"));
            hold.release();
            before.get();
            after.get();
            SqliteCallers.assertFails(lost, SchemaException.class);
        }
        assertThat(callers.stored()).containsExactly("a", "c");
    }

    @Test
    void rollbackOfAllBySqlite_isTheFailureOfTheOneThatCausedIt() throws Exception {
        SqliteCallers callers = open(options());
        callers.execute(
                "CREATE TRIGGER bad AFTER INSERT ON \"user\" WHEN new.key = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'no'); END");
        try (SqliteHold hold = new SqliteHold(callers.port())) {
            FutureTask<?> before = callers.queue(hold, SqliteFixture.put("a"));
            FutureTask<?> bad = callers.queue(hold, SqliteFixture.put("bad"));
            FutureTask<?> badToo = callers.queue(hold, SqliteFixture.put("b"), SqliteFixture.put("bad"));
            FutureTask<?> after = callers.queue(hold, SqliteFixture.put("c"));
            hold.release();
            before.get();
            after.get();
            SqliteCallers.assertFails(bad, StorageFailureException.class);
            SqliteCallers.assertFails(badToo, StorageFailureException.class);
        }
        assertThat(callers.stored()).containsExactly("a", "c");
    }

    @Test
    void commitThatFails_isTheFailureOfTheOneThatCausedIt() throws Exception {
        SqliteCallers callers = open(options());
        callers.execute("CREATE TABLE orphan (parent TEXT REFERENCES \"user\" (key) DEFERRABLE INITIALLY DEFERRED)");
        callers.execute("CREATE TRIGGER bad AFTER INSERT ON \"user\" WHEN new.key = 'bad'"
                + " BEGIN INSERT INTO orphan VALUES ('nobody'); END");
        try (SqliteHold hold = new SqliteHold(callers.port())) {
            FutureTask<?> before = callers.queue(hold, SqliteFixture.put("a"));
            FutureTask<?> bad = callers.queue(hold, SqliteFixture.put("bad"));
            FutureTask<?> after = callers.queue(hold, SqliteFixture.put("c"));
            hold.release();
            before.get();
            after.get();
            SqliteCallers.assertFails(bad, StorageFailureException.class);
        }
        assertThat(callers.stored()).containsExactly("a", "c");
    }

    @Test
    void commitOfUnknownOutcome_isToldToEachAndNothingIsRunAgain() throws Exception {
        SqliteFixture.open(options()).close();
        SqliteOptions options = options();
        SqliteDatabase database = new SqliteDatabase(options);
        SqliteTexts texts = new SqliteTexts();
        LosingConnection losing = new LosingConnection(directory.resolve("app.db"));
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
        assertThat(SqliteFixture.query(directory.resolve("app.db"), "SELECT key FROM \"user\""))
                .isEmpty();
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
