// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.OptimisticItems.ITEMS;
import static dev.storageport.sqlite.OptimisticItems.NONE;
import static dev.storageport.sqlite.OptimisticItems.body;
import static dev.storageport.sqlite.OptimisticItems.item;
import static dev.storageport.sqlite.SqliteFiles.NOON;
import static dev.storageport.sqlite.SqliteFiles.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.TransactionConflictException;
import dev.storageport.port.Filter;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that begin while somebody else has the writer, and meet what others wrote. */
final class SqliteConflictTest {

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
    void whatIsRead_isOneSnapshotAndConflictsIfItIsWrittenAfterAll() {
        port.write(List.of(item("a", "1"), item("b", "1")));
        assertThatThrownBy(() -> OptimisticItems.beside(port, (operations, hold) -> {
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
    void writeSkew_isAConflict() {
        port.write(List.of(item("a", "1"), item("b", "1")));
        OptimisticItems.assertConflict(port, operations -> {
            body(operations, "a");
            operations.write(List.of(item("b", "skew")));
        });
        assertThat(body(port, "b")).hasValue("1");
    }

    @Test
    void changeOfWhatIsWrittenOrTouchedOrDeleted_isAConflict() {
        port.write(List.of(item("a", "1")));
        OptimisticItems.assertConflict(port, operations -> operations.write(List.of(item("a", "mine"))));
        OptimisticItems.assertConflict(
                port, operations -> operations.write(List.of(new Write.Touch(ITEMS, "a", NOON))));
        OptimisticItems.assertConflict(
                port, operations -> operations.write(List.of(new Write.Delete(ITEMS, "a", NONE))));
        OptimisticItems.assertConflict(
                port, operations -> operations.write(List.of(item("a", "mine"), item("b", "mine"))));
        OptimisticItems.assertConflict(port, operations -> {
            body(operations, "a");
            operations.write(List.of(item("b", "mine"), item("c", "mine")));
        });
        assertThat(port.count(ITEMS, new Filter.All())).isEqualTo(1);
    }

    @Test
    void appearanceOfWhatWasAbsent_isAConflict() {
        OptimisticItems.assertConflict(port, operations -> {
            assertThat(body(operations, "a")).isEmpty();
            operations.write(List.of(item("b", "mine")));
        });
        port.delete(ITEMS, new Filter.All());
        OptimisticItems.assertConflict(port, operations -> operations.write(List.of(item("a", "mine"))));
        port.delete(ITEMS, new Filter.All());
        OptimisticItems.assertConflict(port, operations -> {
            operations.write(List.of(new Write.Touch(ITEMS, "a", NOON)));
            operations.write(List.of(item("b", "mine")));
        });
        assertThat(port.count(ITEMS, new Filter.All())).isEqualTo(1);
    }

    @Test
    void conflict_doesNotFailThoseInTheSameGroup() throws Exception {
        port.write(List.of(item("a", "1")));
        try (HeldWriter hold = new HeldWriter(port)) {
            var before = hold.queue(port.writer(), () -> port.write(List.of(item("a", "2"))));
            var late = hold.queue(
                    port.writer(),
                    () -> port.transact(TransactionAttempt.FIRST, operations -> {
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
    void repeatedAttempt_besideABusyWriter_hasTheWriterFromTheBeginning() throws Exception {
        AtomicBoolean begun = new AtomicBoolean();
        try (HeldWriter hold = new HeldWriter(port)) {
            FutureTask<Object> repeated = hold.queue(
                    port.writer(),
                    () -> port.transact(new TransactionAttempt(2), operations -> {
                        begun.set(true);
                        return operations.write(List.of(item("a", "mine")));
                    }));
            assertThat(begun).as("whether it began beside the writer").isFalse();
            hold.release();
            repeated.get();
        }
        assertThat(body(port, "a")).hasValue("mine");
    }

    /** A conflict says nothing of what its thread does next, which need not be the transaction once more. */
    @Test
    void afterAConflict_anotherTransactionOfTheThreadStillRunsBesideTheWriter() {
        port.write(List.of(item("a", "1")));
        OptimisticItems.conflict(port, operations -> operations.write(List.of(item("a", "mine"))));
        OptimisticItems.beside(port, (operations, hold) -> operations.write(List.of(item("a", "mine"))));
        assertThat(body(port, "a")).hasValue("mine");
    }

    @Test
    void question_afterSomethingReadHasChanged_isAConflict() {
        port.write(List.of(item("a", "1"), item("b", "1")));
        assertThatThrownBy(() -> OptimisticItems.beside(port, (operations, hold) -> {
                    body(operations, "a");
                    operations.write(List.of(item("b", "mine")));
                    hold.release();
                    port.write(List.of(item("a", "other")));
                    return operations.count(ITEMS, new Filter.All());
                }))
                .isInstanceOf(TransactionConflictException.class);
        assertThat(body(port, "b")).hasValue("1");
        port.write(List.of(item("b", "writer is free")));
    }
}
