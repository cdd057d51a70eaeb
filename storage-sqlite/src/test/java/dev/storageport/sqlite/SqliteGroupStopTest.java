// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.OutOfSpaceException;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Filter;
import dev.storageport.port.Precondition;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.sqlite.internal.transaction.WriterConnection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;

/** Writes of several callers that wait at the same time, of which one is stopped, or all. */
final class SqliteGroupStopTest {

    @TempDir
    Path directory;

    private final List<WaitingCallers> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(WaitingCallers::close);
    }

    private SqliteOptions options() {
        return SqliteOptions.file(directory.resolve("app.db"));
    }

    private WaitingCallers open(SqliteOptions options) {
        WaitingCallers callers = new WaitingCallers(options);
        opened.add(callers);
        return callers;
    }

    @Test
    void statementBeyondItsTime_isTheFailureOfItsCaller() throws Exception {
        WaitingCallers callers = open(
                options().toBuilder().statementTimeout(Duration.ofMillis(100)).build());
        callers.port()
                .write(IntStream.range(0, 400)
                        .<Write>mapToObj(i -> SqliteFiles.put("x" + i))
                        .toList());
        callers.execute(slowFor("slow"));
        try (HeldWriter hold = new HeldWriter(callers.port())) {
            FutureTask<?> before = callers.queue(hold, SqliteFiles.put("a"));
            FutureTask<?> slow = callers.queue(hold, SqliteFiles.put("slow"));
            FutureTask<?> after = callers.queue(hold, SqliteFiles.put("c"));
            hold.release();
            before.get();
            after.get();
            WaitingCallers.assertFails(slow, StorageTimeoutException.class);
        }
        assertThat(callers.stored()).contains("a", "c").doesNotContain("slow");
    }

    private static String slowFor(String key) {
        return "CREATE TRIGGER slow AFTER INSERT ON \"user\" WHEN new.key = '" + key
                + "' BEGIN SELECT count(*) FROM \"user\" AS a, \"user\" AS b, \"user\" AS c WHERE a.key < b.key AND c.body <> b.key;"
                + " END";
    }

    @Test
    void diskFull_isTheFailureOfTheOneThatDoesNotFit() throws Exception {
        WaitingCallers callers = open(options());
        callers.port().write(List.of(SqliteFiles.put("first")));
        callers.limitGrowth(20);
        try (HeldWriter hold = new HeldWriter(callers.port())) {
            FutureTask<?> before = callers.queue(hold, SqliteFiles.put("a"));
            FutureTask<?> large = callers.queue(hold, large("large"));
            FutureTask<?> after = callers.queue(hold, SqliteFiles.put("c"));
            hold.release();
            before.get();
            after.get();
            WaitingCallers.assertFails(large, OutOfSpaceException.class);
        }
        assertThat(callers.stored()).containsExactly("a", "c", "first");
    }

    private static Write.Put large(String key) {
        ContentFrame frame = new ContentFrame(new byte[200_000], 200_000);
        return SqliteFiles.put(key, "{}", Map.of(), new Precondition.None(), new ContentChange.Replace(frame));
    }

    @Test
    void interrupt_ofOneThatWaits_withdrawsItsWriteOnly() throws Exception {
        WaitingCallers callers = open(options());
        try (HeldWriter hold = new HeldWriter(callers.port())) {
            FutureTask<?> before = callers.queue(hold, SqliteFiles.put("a"));
            FutureTask<Boolean> interrupted = hold.queue(callers.port().writer(), () -> {
                assertThatThrownBy(() -> callers.port().write(List.of(SqliteFiles.put("b"))))
                        .isInstanceOf(StorageInterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });
            hold.lastThread().interrupt();
            assertThat(interrupted.get()).isTrue();
            FutureTask<?> after = callers.queue(hold, SqliteFiles.put("c"));
            hold.release();
            before.get();
            after.get();
        }
        assertThat(callers.stored()).containsExactly("a", "c");
    }

    @Test
    void interrupt_ofTheOneThatWritesForAll_stopsNothingAndStaysNoted() throws Exception {
        WaitingCallers callers = open(options());
        Function.create(callers.first(), "interrupt", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                Thread.currentThread().interrupt();
                result(1);
            }
        });
        callers.port()
                .write(IntStream.range(0, 60)
                        .<Write>mapToObj(i -> SqliteFiles.put("x" + i))
                        .toList());
        SqliteFiles.execute(callers.first(), "PRAGMA trusted_schema = ON");
        SqliteFiles.execute(
                callers.first(),
                "CREATE TEMP TRIGGER once AFTER INSERT ON \"user\" WHEN new.key = 'b' BEGIN SELECT interrupt(); END");
        SqliteFiles.execute(callers.first(), slowFor("c").replace("CREATE TRIGGER", "CREATE TEMP TRIGGER"));
        try (HeldWriter hold = new HeldWriter(callers.port())) {
            FutureTask<Boolean> leader = hold.queue(callers.port().writer(), () -> {
                callers.port().write(List.of(SqliteFiles.put("a")));
                return Thread.currentThread().isInterrupted();
            });
            FutureTask<?> second = callers.queue(hold, SqliteFiles.put("b"));
            FutureTask<?> third = callers.queue(hold, SqliteFiles.put("c"));
            hold.release();
            second.get();
            third.get();
            assertThat(leader.get()).isTrue();
        }
        assertThat(callers.stored()).contains("a", "b", "c");
    }

    @Test
    void close_whileSomeWait_refusesThemAndDoesNotWaitForTheTransaction() throws Exception {
        WaitingCallers callers = open(options());
        try (HeldWriter hold = new HeldWriter(callers.port())) {
            FutureTask<?> first = callers.queue(hold, SqliteFiles.put("a"));
            FutureTask<?> second = callers.queue(hold, SqliteFiles.put("b"));
            FutureTask<?> third = hold.queue(
                    callers.port().writer(),
                    () -> callers.port().transact(TransactionAttempt.FIRST, operations -> {
                        operations.delete(USERS, new Filter.All());
                        return "";
                    }));
            callers.close();
            WaitingCallers.assertFails(first, StorageClosedException.class);
            WaitingCallers.assertFails(second, StorageClosedException.class);
            WaitingCallers.assertFails(third, StorageClosedException.class);
            hold.close();
            WaitingCallers.assertFails(hold.holding(), StorageClosedException.class);
        }
        assertThat(callers.stored()).isEmpty();
    }

    @Test
    void close_whileOneWaitsForAnotherProcess_isPrompt() throws Exception {
        WaitingCallers callers = open(options());
        try (Connection other = SqliteFiles.connect(directory.resolve("app.db"))) {
            SqliteFiles.execute(other, "BEGIN IMMEDIATE");
            FutureTask<?> alone = start(callers, "a");
            HeldWriter.until(() -> callers.port().writer().status().inUse() == 1);
            assertClosedPromptly(callers, alone);
        }
        assertThat(callers.stored()).isEmpty();
    }

    @Test
    void close_whileSomeWaitTogetherForAnotherProcess_isPrompt() throws Exception {
        WaitingCallers callers = open(options());
        WriterConnection writer = callers.port().writer();
        try (Connection other = SqliteFiles.connect(directory.resolve("app.db"))) {
            SqliteFiles.execute(other, "BEGIN IMMEDIATE");
            FutureTask<?> first = new FutureTask<>(() -> callers.port().write(List.of(SqliteFiles.put("a"))));
            Thread thread = new Thread(first);
            thread.start();
            HeldWriter.until(() -> writer.status().inUse() == 1);
            FutureTask<?> second = start(callers, "b");
            FutureTask<?> third = start(callers, "c");
            HeldWriter.until(() -> writer.status().waiting() == 2);
            thread.interrupt(); // so that the others are next, together
            WaitingCallers.assertFails(first, StorageInterruptedException.class);
            HeldWriter.until(() -> writer.status().waiting() == 0);
            assertClosedPromptly(callers, second, third);
        }
        assertThat(callers.stored()).isEmpty();
    }

    private static FutureTask<?> start(WaitingCallers callers, String key) {
        FutureTask<?> task = new FutureTask<>(() -> callers.port().write(List.of(SqliteFiles.put(key))));
        new Thread(task).start();
        return task;
    }

    /** Far within the bound of the wait, which is {@code busyTimeout}. */
    private static void assertClosedPromptly(WaitingCallers callers, FutureTask<?>... waiting) {
        long start = System.nanoTime();
        callers.close();
        for (FutureTask<?> each : waiting) {
            WaitingCallers.assertFails(each, StorageClosedException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
