// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.OutOfSpaceException;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageOptions;
import dev.storageport.StorageTimeoutException;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteFailureTest {

    @TempDir
    Path directory;

    private SqliteOptions options() {
        return SqliteOptions.builder(directory.resolve("app.db"))
                .durability(SqliteOptions.Durability.NORMAL)
                .build();
    }

    @Test
    void statement_beyondItsTime_isStoppedAndRolledBackAndItsConnectionReplaced() {
        try (SqlitePort patient = SqliteFiles.open(options());
                SqlitePort hasty = SqliteFiles.open(options().toBuilder()
                        .statementTimeout(Duration.ofMillis(1))
                        .build())) {
            patient.write(thirtyThousand());
            assertStopped(hasty, "PT0.001S");
            Filter content = new Filter.In(new Field.Indexed("content"), List.of(new IndexValue.IntegerValue(1)));
            Order newestFirst = new Order(Field.Attribute.UPDATED_AT, true);
            Scan sorted = new Scan(USERS, content, newestFirst, Optional.empty(), OptionalInt.empty(), Projection.BODY);
            assertThatThrownBy(() -> hasty.scan(sorted)).isInstanceOf(StorageTimeoutException.class);
            assertThat(patient.count(USERS, new Filter.All())).isEqualTo(30_000);
            assertThat(hasty.count(USERS, new Filter.All())).isEqualTo(30_000);
            hasty.write(List.of(put("next")));
            assertThat(hasty.health(Duration.ofSeconds(1)).pool().orElseThrow().inUse())
                    .isZero();
        }
    }

    @Test
    void statement_beyondItsTimeInMemory_isStoppedAndTheDataStay() {
        SqliteOptions options = SqliteOptions.memory().toBuilder()
                .statementTimeout(Duration.ofMillis(10))
                .build();
        try (SqlitePort port = SqliteFiles.open(options)) {
            port.write(thirtyThousand());
            assertStopped(port, "PT0.01S");
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(30_000);
            port.write(List.of(put("next")));
        }
    }

    private static List<Write> thirtyThousand() {
        return IntStream.range(0, 30_000)
                .<Write>mapToObj(i -> put("key" + i, Map.of("content", new IndexValue.IntegerValue(1))))
                .toList();
    }

    private static void assertStopped(SqlitePort port, String bound) {
        assertThatThrownBy(() -> port.delete(USERS, new Filter.All()))
                .isInstanceOf(StorageTimeoutException.class)
                .hasMessageStartingWith("collection user, ")
                .hasMessageContaining("bound " + bound);
    }

    @Test
    void readers_allInUse_isTimeoutThatNamesThePool() {
        SqliteOptions options = options().toBuilder()
                .readers(1)
                .poolTimeout(Duration.ofMillis(250))
                .build();
        try (SqlitePort port = SqliteFiles.open(options)) {
            port.write(List.of(put("a"), put("b")));
            Scan all = SqliteFiles.all(Projection.BODY);
            try (RecordCursor cursor = port.scan(all)) {
                assertThat(cursor.next().key()).isEqualTo("a");
                assertThatThrownBy(() -> port.count(USERS, new Filter.All()))
                        .isInstanceOf(StorageTimeoutException.class)
                        .hasMessageContaining("pool of 1, in use 1, waiting 0");
                port.write(List.of(put("c")));
                assertThat(cursor.next().key()).isEqualTo("b");
                assertThat(cursor.hasNext()).isFalse();
                assertThat(port.count(USERS, new Filter.All())).isEqualTo(3);
            }
        }
    }

    @Test
    void writer_heldByAnotherThread_isTimeoutOrInterruption() throws Exception {
        SqliteOptions options =
                options().toBuilder().lockTimeout(Duration.ofMillis(50)).build();
        try (SqlitePort port = SqliteFiles.open(options);
                SqlitePort patient = SqliteFiles.open(options())) {
            assertThatThrownBy(() -> whileHolding(port, () -> port.write(List.of(put("a")))))
                    .cause()
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("waited PT0.05S");
            assertThatThrownBy(() -> whileHolding(patient, () -> {
                        Thread.currentThread().interrupt();
                        try {
                            patient.write(List.of(put("a")));
                        } finally {
                            assertThat(Thread.currentThread().isInterrupted()).isTrue();
                        }
                    }))
                    .cause()
                    .isInstanceOf(StorageInterruptedException.class);
            assertThat(patient.count(USERS, new Filter.All())).isZero();
        }
    }

    /** Runs the action on another thread while this one is inside a transaction. */
    private static void whileHolding(SqlitePort port, Runnable action) throws ExecutionException {
        FutureTask<String> task = new FutureTask<>(action, "");
        port.transact(TransactionAttempt.FIRST, operations -> {
            Thread thread = new Thread(task);
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            return "";
        });
        try {
            task.get();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void interrupt_ofARunningStatement_stopsItAndKeepsTheFlag() throws Exception {
        try (SqlitePort port = SqliteFiles.open(options())) {
            port.write(IntStream.range(0, 30_000)
                    .<Write>mapToObj(i -> put("key" + i))
                    .toList());
            CountDownLatch began = new CountDownLatch(1);
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                try {
                    port.transact(TransactionAttempt.FIRST, operations -> {
                        began.countDown();
                        Thread.currentThread().interrupt();
                        return operations.delete(USERS, new Filter.All());
                    });
                } catch (StorageInterruptedException stopped) {
                    return Thread.currentThread().isInterrupted();
                }
                return false;
            });
            Thread thread = new Thread(task);
            thread.start();
            began.await();
            assertThat(task.get()).isTrue();
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(30_000);
            port.write(List.of(put("next")));
        }
    }

    @Test
    void lockHeldOutside_isTimeoutAndThenGone() throws SQLException {
        SqliteOptions options =
                options().toBuilder().busyTimeout(Duration.ofMillis(150)).build();
        Path file = options.file().orElseThrow();
        try (SqlitePort port = SqliteFiles.open(options);
                Connection other = SqliteFiles.connect(file)) {
            SqliteFiles.execute(other, "BEGIN IMMEDIATE");
            assertThatThrownBy(() -> port.write(List.of(put("a"))))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("another process")
                    .hasMessageContaining("PT0.15S");
            assertThat(port.count(USERS, new Filter.All())).isZero();
            SqliteFiles.open(options).close(); // nothing is missing, so no lock is needed
            SqliteFiles.execute(other, "ROLLBACK");
            port.write(List.of(put("a")));
            SqliteFiles.execute(other, "BEGIN IMMEDIATE");
            SqliteFiles.execute(other, "ROLLBACK");
        }
    }

    @Test
    @Rule("ERR-5")
    void diskFull_inATransaction_keepsNothingAndReadsGoOn() throws SQLException {
        CollectionSpec<Item> items = CollectionSpec.of("items", Item.class).build();
        List<Document<Item>> many = IntStream.range(0, 5_000)
                .mapToObj(i -> Document.of("key" + i, new Item(i)))
                .toList();
        SqlitePort port = new SqlitePort(new Database(options().forDatabase(), SqliteFailureTest::limitPages));
        try (Storage storage = Storage.open(port, StorageOptions.defaults(), items)) {
            assertThatThrownBy(() -> storage.transactWithoutResult(transaction -> {
                        DocumentCollection<Item> inside = transaction.collection(items);
                        inside.put("before", new Item(0));
                        assertThatThrownBy(() -> inside.putAll(many)).isInstanceOf(OutOfSpaceException.class);
                        assertThatThrownBy(() -> inside.put("after", new Item(0)))
                                .isInstanceOf(StorageException.class);
                    }))
                    .isInstanceOf(StorageException.class);
            assertThat(SqliteFiles.query(options().file().orElseThrow(), "SELECT key FROM items"))
                    .isEmpty();
            storage.collection(items).put("later", new Item(1));
            assertThat(storage.collection(items).count()).isEqualTo(1);
        }
    }

    record Item(int number) {}

    private static void limitPages(Connection connection) {
        try {
            SqliteFiles.execute(connection, "PRAGMA max_page_count = 60");
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }
}
