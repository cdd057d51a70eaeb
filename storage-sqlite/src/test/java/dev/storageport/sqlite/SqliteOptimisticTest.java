// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.OptimisticItems.ITEMS;
import static dev.storageport.sqlite.OptimisticItems.NONE;
import static dev.storageport.sqlite.OptimisticItems.body;
import static dev.storageport.sqlite.OptimisticItems.content;
import static dev.storageport.sqlite.OptimisticItems.item;
import static dev.storageport.sqlite.SqliteFiles.NOON;
import static dev.storageport.sqlite.SqliteFiles.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that begin while somebody else has the writer. */
final class SqliteOptimisticTest {

    @TempDir
    Path directory;

    private SqlitePort port = new SqlitePort(SqliteOptions.memory());

    @BeforeEach
    void open() {
        port = SqliteFiles.open(options("app.db"), USERS, ITEMS);
    }

    @AfterEach
    void close() {
        port.close();
    }

    private SqliteOptions options(String file) {
        return SqliteOptions.builder(directory.resolve(file))
                .durability(SqliteOptions.Durability.NORMAL)
                .build();
    }

    @Test
    void transaction_thatReadsAndWritesByKey_needsTheWriterOnlyAtItsEnd() {
        port.write(List.of(item("a", "1")));
        OptimisticItems.beside(port, (operations, hold) -> {
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
        try (SqlitePort other = SqliteFiles.open(options("other.db"), USERS, ITEMS)) {
            port.write(prepared);
            other.write(prepared);
            List<WriteOutcome> expected =
                    other.transact(TransactionAttempt.FIRST, operations -> operations.write(everything()));
            List<WriteOutcome> promised = OptimisticItems.beside(port, (operations, hold) -> {
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

    private List<String> rows(String file) {
        try {
            List<String> rows = new ArrayList<>();
            for (String sql : List.of(
                    "SELECT printf('%s %d %d %d %d %d %d %s', key, revision, created_at, updated_at, body_bytes, indexed, has_content, body)"
                            + " FROM item ORDER BY key",
                    "SELECT key || ' ' || hex(frame) FROM \"item$content\" ORDER BY key",
                    "SELECT value || ' ' || key FROM \"item$ix_tags\" ORDER BY value, key")) {
                rows.addAll(SqliteFiles.query(directory.resolve(file), sql));
            }
            return rows;
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void transactionThatOnlyReads_commitsOnItsSnapshot() {
        port.write(List.of(item("a", "1"), item("b", "1")));
        String read = OptimisticItems.beside(port, (operations, hold) -> {
            String first = body(operations, "a").orElseThrow();
            hold.release();
            port.write(List.of(item("a", "2"), item("b", "2")));
            return first + body(operations, "b").orElseThrow();
        });
        assertThat(read).isEqualTo("11");
    }

    @Test
    void whatWasWritten_isReadAndFoundAndWrittenAgain() {
        port.write(List.of(item("a", "1")));
        OptimisticItems.beside(port, (operations, hold) -> {
            operations.write(List.of(item("a", "2"), item("b", "2")));
            hold.release();
            assertThat(body(operations, "a")).hasValue("2");
            assertThat(operations.count(ITEMS, new Filter.All())).isEqualTo(2);
            return operations.write(List.of(item("a", "3")));
        });
        assertThat(body(port, "a")).hasValue("3");
    }

    @Test
    void uniqueViolation_arrivesAtTheOperation() {
        IndexValue mail = new IndexValue.TextValue("taken");
        port.write(List.of(SqliteFiles.put("owner", Map.of("mail", mail))));
        assertThatThrownBy(() -> OptimisticItems.beside(port, (operations, hold) -> {
                    operations.write(List.of(item("a", "mine")));
                    hold.release();
                    assertThatThrownBy(() -> operations.write(List.of(SqliteFiles.put("x", Map.of("mail", mail)))))
                            .isInstanceOf(UniqueViolationException.class);
                    throw new IllegalStateException("as the library above the port does");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(body(port, "a")).isEmpty();
        assertThatThrownBy(() -> OptimisticItems.beside(
                        port,
                        (operations, hold) -> operations.write(
                                List.of(new Write.Touch(new CollectionDefinition("none", List.of()), "a", NOON)))))
                .isInstanceOf(SchemaException.class);
    }

    @Test
    void manyWrites_takeTheWriter() {
        OptimisticItems.beside(port, (operations, hold) -> {
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
            assertThatThrownBy(() -> OptimisticItems.beside(port, (operations, hold) -> {
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
