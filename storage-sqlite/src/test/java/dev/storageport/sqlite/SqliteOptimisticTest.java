// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFixture.NOON;
import static dev.storageport.sqlite.SqliteFixture.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.TransactionAbortedException;
import dev.storageport.TransactionConflictException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that begin while somebody else has the writer. */
final class SqliteOptimisticTest {

    private static final CollectionDefinition ITEMS = new CollectionDefinition(
            "item",
            List.of(
                    new IndexDefinition("rank", IndexKind.SINGLE, IndexType.INTEGER, 1),
                    new IndexDefinition("tags", IndexKind.MANY, IndexType.TEXT, 1)));

    private static final Precondition NONE = new Precondition.None();

    @TempDir
    Path directory;

    private SqlitePort port = new SqlitePort(SqliteOptions.memory());

    @BeforeEach
    void open() {
        port = SqliteFixture.open(options("app.db"), USERS, ITEMS);
    }

    @AfterEach
    void close() {
        port.close();
    }

    private SqliteOptions options(String file) {
        return SqliteOptions.file(directory.resolve(file)).withSynchronous(SqliteOptions.Synchronous.NORMAL);
    }

    private static Write.Put item(
            String key, String body, Precondition precondition, ContentChange content, Instant now) {
        Map<String, IndexValue> values = Map.of(
                "rank",
                new IndexValue.Whole(body.length()),
                "tags",
                new IndexValue.Many(List.of(new IndexValue.Text(body), new IndexValue.Text("all"))));
        return new Write.Put(ITEMS, key, precondition, body, body.length(), 1, values, content, 1000, now);
    }

    private static Write.Put item(String key, String body) {
        return item(key, body, NONE, new ContentChange.Keep(), NOON);
    }

    private static Optional<String> body(RecordOperations operations, String key) {
        return Optional.ofNullable(
                        operations.read(ITEMS, List.of(key), Projection.BODY).get(key))
                .flatMap(StoredRecord::body);
    }

    /** Runs work in a transaction that begins while the writer is taken, and lets the writer go when the work says so, or at its end. */
    private <R> R beside(Work<R> work) {
        try (SqliteHold hold = new SqliteHold(port)) {
            return port.transact(operations -> {
                R result = work.apply(operations, hold);
                hold.release();
                return result;
            });
        }
    }

    private interface Work<R> {
        R apply(RecordOperations operations, SqliteHold hold);
    }

    @Test
    void transaction_thatReadsAndWritesByKey_needsTheWriterOnlyAtItsEnd() {
        port.write(List.of(item("a", "1")));
        beside((operations, hold) -> {
            String before = body(operations, "a").orElseThrow();
            operations.write(List.of(item("a", before + "2"), item("b", "new")));
            assertThat(body(port, "a")).hasValue("1");
            return "";
        });
        assertThat(body(port, "a")).hasValue("12");
        assertThat(body(port, "b")).hasValue("new");
    }

    @Test
    void outcomes_areThoseOfTheSameWritesWithTheWriter() {
        List<Write> prepared = List.of(
                item("at", "1"),
                item("deleted", "1"),
                item("gone", "1"),
                item("kept", "1", NONE, content("x"), NOON),
                item("none", "1"),
                item("present", "1"),
                item("removed", "1", NONE, content("x"), NOON),
                item("replaced", "1", NONE, content("x"), NOON.plusSeconds(60)),
                item("touched", "1"));
        try (SqlitePort other = SqliteFixture.open(options("other.db"), USERS, ITEMS)) {
            port.write(prepared);
            other.write(prepared);
            List<WriteOutcome> expected = other.transact(operations -> operations.write(everything()));
            List<WriteOutcome> promised = beside((operations, hold) -> {
                List<WriteOutcome> outcomes = operations.write(everything());
                assertThat(port.count(ITEMS, new Filter.All())).isEqualTo(9);
                return outcomes;
            });
            assertThat(promised).isEqualTo(expected);
            assertThat(rows("app.db")).isEqualTo(rows("other.db"));
        }
    }

    private static List<Write> everything() {
        Instant later = NOON.plusSeconds(1);
        ContentChange keep = new ContentChange.Keep();
        Precondition absent = new Precondition.Absent();
        Precondition present = new Precondition.Present();
        return List.of(
                item("at", "two", new Precondition.AtRevision(1000), keep, NOON),
                new Write.Delete(ITEMS, "deleted", new Precondition.AtRevision(1000)),
                new Write.Delete(ITEMS, "gone", NONE),
                item("kept", "two", NONE, keep, later),
                item("none", "two", NONE, keep, NOON),
                new Write.Delete(ITEMS, "not there", NONE),
                item("present", "two", present, keep, later),
                item("removed", "two", NONE, new ContentChange.Remove(), later),
                item("replaced", "two", NONE, content("y"), later),
                new Write.Touch(ITEMS, "touched", NOON.minusSeconds(5)),
                new Write.Touch(ITEMS, "untouched", NOON),
                item("x1", "two", NONE, content("z"), later),
                item("x2", "two", absent, keep, later),
                item("x3", "two", present, keep, later),
                item("x4", "two", new Precondition.AtRevision(1000), keep, later));
    }

    private static ContentChange content(String text) {
        return new ContentChange.Replace(new ContentFrame(text.getBytes(StandardCharsets.UTF_8), 1));
    }

    private List<String> rows(String file) {
        try {
            List<String> rows = new ArrayList<>();
            for (String sql : List.of(
                    "SELECT printf('%s %d %d %d %d %d %s', key, revision, created_at, updated_at, body_bytes, indexed, body)"
                            + " FROM item ORDER BY key",
                    "SELECT key || ' ' || hex(frame) FROM \"item$content\" ORDER BY key",
                    "SELECT value || ' ' || key FROM \"item$ix_tags\" ORDER BY value, key")) {
                rows.addAll(SqliteFixture.query(directory.resolve(file), sql));
            }
            return rows;
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void whatIsRead_isOneSnapshotAndConflictsIfItIsWrittenAfterAll() {
        port.write(List.of(item("a", "1"), item("b", "1")));
        assertThatThrownBy(() -> beside((operations, hold) -> {
                    assertThat(body(operations, "a")).hasValue("1");
                    hold.release();
                    port.write(List.of(item("a", "2"), item("b", "2")));
                    assertThat(body(operations, "b")).hasValue("1");
                    return operations.write(List.of(item("b", "lost")));
                }))
                .isInstanceOf(TransactionConflictException.class);
        assertThat(body(port, "b")).hasValue("2");
    }

    @Test
    void transactionThatOnlyReads_commitsOnItsSnapshot() {
        port.write(List.of(item("a", "1"), item("b", "1")));
        String read = beside((operations, hold) -> {
            String first = body(operations, "a").orElseThrow();
            hold.release();
            port.write(List.of(item("a", "2"), item("b", "2")));
            return first + body(operations, "b").orElseThrow();
        });
        assertThat(read).isEqualTo("11");
    }

    @Test
    void writeSkew_isAConflict() {
        port.write(List.of(item("a", "1"), item("b", "1")));
        assertConflict(operations -> {
            body(operations, "a");
            operations.write(List.of(item("b", "skew")));
        });
        assertThat(body(port, "b")).hasValue("1");
    }

    /** Runs what must conflict with a write of the item a, on a thread that had no conflict before. */
    private void assertConflict(Consumer<RecordOperations> work) {
        FutureTask<String> task = new FutureTask<>(() -> conflict(work), "");
        new Thread(task).start();
        assertThatCode(task::get).doesNotThrowAnyException();
    }

    private void conflict(Consumer<RecordOperations> work) {
        assertThatThrownBy(() -> beside((operations, hold) -> {
                    work.accept(operations);
                    hold.release();
                    port.write(List.of(item("a", "other")));
                    return "";
                }))
                .isInstanceOf(TransactionConflictException.class);
        assertThat(body(port, "a")).hasValue("other");
    }

    @Test
    void changeOfWhatIsWrittenOrTouchedOrDeleted_isAConflict() {
        port.write(List.of(item("a", "1")));
        assertConflict(operations -> operations.write(List.of(item("a", "mine"))));
        assertConflict(operations -> operations.write(List.of(new Write.Touch(ITEMS, "a", NOON))));
        assertConflict(operations -> operations.write(List.of(new Write.Delete(ITEMS, "a", NONE))));
        assertConflict(operations -> operations.write(List.of(item("a", "mine"), item("b", "mine"))));
        assertConflict(operations -> {
            body(operations, "a");
            operations.write(List.of(item("b", "mine"), item("c", "mine")));
        });
        assertThat(port.count(ITEMS, new Filter.All())).isEqualTo(1);
    }

    @Test
    void appearanceOfWhatWasAbsent_isAConflict() {
        assertConflict(operations -> {
            assertThat(body(operations, "a")).isEmpty();
            operations.write(List.of(item("b", "mine")));
        });
        port.delete(ITEMS, new Filter.All());
        assertConflict(operations -> operations.write(List.of(item("a", "mine"))));
        port.delete(ITEMS, new Filter.All());
        assertConflict(operations -> {
            operations.write(List.of(new Write.Touch(ITEMS, "a", NOON)));
            operations.write(List.of(item("b", "mine")));
        });
        assertThat(port.count(ITEMS, new Filter.All())).isEqualTo(1);
    }

    @Test
    void conflict_doesNotFailThoseInTheSameGroup() throws Exception {
        port.write(List.of(item("a", "1")));
        try (SqliteHold hold = new SqliteHold(port)) {
            var before = hold.queue(port.writer(), () -> port.write(List.of(item("a", "2"))));
            var late = hold.queue(
                    port.writer(),
                    () -> port.transact(operations -> {
                        assertThat(body(operations, "a")).hasValue("1");
                        return operations.write(List.of(item("a", "late"), item("b", "late")));
                    }));
            var after = hold.queue(port.writer(), () -> port.write(List.of(item("c", "3"))));
            hold.release();
            before.get();
            after.get();
            assertThatThrownBy(late::get).cause().isInstanceOf(TransactionConflictException.class);
        }
        assertThat(body(port, "a")).hasValue("2");
        assertThat(body(port, "b")).isEmpty();
        assertThat(body(port, "c")).hasValue("3");
    }

    @Test
    void afterAConflict_theSameThreadHasTheWriterFromTheBeginning() {
        port.write(List.of(item("a", "1")));
        conflict(operations -> operations.write(List.of(item("a", "mine"))));
        port.transact(operations -> {
            assertThat(port.writer().status().inUse()).isEqualTo(1);
            return operations.write(List.of(item("a", "mine")));
        });
        assertThat(body(port, "a")).hasValue("mine");
    }

    @Test
    void whatWasWritten_isReadAndFoundAndWrittenAgain() {
        port.write(List.of(item("a", "1")));
        beside((operations, hold) -> {
            operations.write(List.of(item("a", "2"), item("b", "2")));
            hold.release();
            assertThat(body(operations, "a")).hasValue("2");
            assertThat(operations.count(ITEMS, new Filter.All())).isEqualTo(2);
            return operations.write(List.of(item("a", "3")));
        });
        assertThat(body(port, "a")).hasValue("3");
    }

    @Test
    void question_afterSomethingReadHasChanged_isAConflict() {
        port.write(List.of(item("a", "1"), item("b", "1")));
        assertThatThrownBy(() -> beside((operations, hold) -> {
                    body(operations, "a");
                    operations.write(List.of(item("b", "mine")));
                    hold.release();
                    port.write(List.of(item("a", "other")));
                    assertThatThrownBy(() -> operations.count(ITEMS, new Filter.All()))
                            .isInstanceOf(TransactionConflictException.class);
                    return operations.write(List.of(item("c", "mine")));
                }))
                .isInstanceOf(TransactionAbortedException.class);
        assertThat(body(port, "b")).hasValue("1");
        port.write(List.of(item("b", "writer is free")));
    }

    @Test
    void uniqueViolation_arrivesAtTheOperationAndDoomsTheTransaction() {
        IndexValue mail = new IndexValue.Text("taken");
        port.write(List.of(SqliteFixture.put("owner", Map.of("mail", mail))));
        assertThatThrownBy(() -> beside((operations, hold) -> {
                    operations.write(List.of(item("a", "mine")));
                    hold.release();
                    assertThatThrownBy(() -> operations.write(List.of(SqliteFixture.put("x", Map.of("mail", mail)))))
                            .isInstanceOf(UniqueViolationException.class);
                    return "";
                }))
                .isInstanceOf(TransactionAbortedException.class);
        assertThat(body(port, "a")).isEmpty();
        assertThatThrownBy(() -> beside((operations, hold) -> operations.write(
                        List.of(new Write.Touch(new CollectionDefinition("none", List.of()), "a", NOON)))))
                .isInstanceOf(SchemaException.class);
    }

    @Test
    void manyWrites_takeTheWriter() {
        beside((operations, hold) -> {
            hold.release();
            for (int i = 0; i < 30; i++) {
                int from = i * 10;
                operations.write(IntStream.range(from, from + 10)
                        .<Write>mapToObj(n -> item("key" + n, "1"))
                        .toList());
            }
            assertThat(port.writer().status().inUse()).isEqualTo(1);
            return "";
        });
        assertThat(port.count(ITEMS, new Filter.All())).isEqualTo(300);
    }

    @Test
    void workThatThrows_leavesNothingAndNoReaderBehind() {
        for (int round = 0; round < 12; round++) {
            assertThatThrownBy(() -> beside((operations, hold) -> {
                        body(operations, "a");
                        operations.write(List.of(item("a", "mine")));
                        throw new IllegalStateException("mine");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("mine");
        }
        assertThat(body(port, "a")).isEmpty();
    }
}
