// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.StorageClosedException;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.transaction.OpenedFile;
import dev.storageport.sqlite.internal.transaction.Readers;
import dev.storageport.sqlite.internal.transaction.WritePath;
import dev.storageport.sqlite.internal.transaction.WriterConnection;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Closing waits for nobody who hangs, and nothing that hangs is applied afterwards; rule LIFE-4. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SqliteCloseTest {

    /** It ends only if it is stopped. */
    private static final String ENDLESS =
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";

    @TempDir
    Path directory;

    private SqliteOptions options() {
        return SqliteOptions.builder(directory.resolve("app.db"))
                .statementTimeout(Duration.ofHours(1))
                .build();
    }

    private List<String> stored() throws SQLException {
        return SqliteFiles.query(directory.resolve("app.db"), "SELECT key FROM \"user\" ORDER BY key");
    }

    @Test
    @Rule("LIFE-4")
    void close_whileATransactionHangs_returnsAndNothingOfItIsApplied() throws Exception {
        SqlitePort port = SqliteFiles.open(options());
        assertHangingTransactionIsLeft(port, port, operations -> operations.write(List.of(put("b"))));
        assertThat(stored()).isEmpty();
        assertThat(directory.resolve("app.db-wal")).doesNotExist();
    }

    @Test
    @Rule("LIFE-4")
    void close_whileATransactionHangs_itsCommitIsRefused() throws Exception {
        SqlitePort port = SqliteFiles.open(options());
        assertHangingTransactionIsLeft(port, port, operations -> "");
        assertThat(stored()).isEmpty();
    }

    @Test
    @Rule("LIFE-4")
    void close_ofOneUserOfANamedMemory_leavesTheOthersAndNothingOfItsTransaction() throws Exception {
        SqliteOptions memory = SqliteOptions.memory("close");
        try (SqlitePort other = SqliteFiles.open(memory)) {
            assertHangingTransactionIsLeft(SqliteFiles.open(memory), other, operations -> "");
            other.write(List.of(put("c")));
            assertThat(other.count(USERS, new Filter.All())).isEqualTo(1);
        }
    }

    @Test
    @Rule("LIFE-4")
    void close_ofAMemory_whileATransactionHangs_returns() throws Exception {
        SqlitePort port = SqliteFiles.open(SqliteOptions.memory());
        assertHangingTransactionIsLeft(port, port, operations -> operations.count(USERS, new Filter.All()));
    }

    /** Closes a port while a transaction of it hangs, and then lets that go on. */
    private static void assertHangingTransactionIsLeft(
            SqlitePort port, SqlitePort watched, Function<RecordOperations, Object> last) throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        WriterConnection writer = watched.writer();
        FutureTask<?> transaction = start(() -> port.transact(TransactionAttempt.FIRST, operations -> {
            operations.write(List.of(put("a")));
            hangs.countDown();
            await(goesOn);
            return last.apply(operations);
        }));
        await(hangs);
        port.close();
        assertThat(transaction).isNotDone();
        goesOn.countDown();
        assertClosed(transaction);
        HeldWriter.until(() -> writer.status().inUse() == 0);
    }

    @Test
    @Rule("LIFE-4")
    void close_whileAStatementOfTheWriterRuns_stopsIt() throws Exception {
        SqliteFiles.create(directory.resolve("app.db"));
        Database database = forLong();
        WriterConnection writer = new WriterConnection(database, database.openWriter(), WritePath.USUAL);
        FutureTask<?> running = start(() -> writer.use("test", SqliteCloseTest::runEndless));
        HeldWriter.until(() -> writer.status().inUse() == 1);
        writer.close();
        assertClosed(running);
    }

    @Test
    @Rule("LIFE-4")
    void close_whileTheLastUserOfTheWriterEnds_returnsWhenTheFileIsClosed() throws Exception {
        SqliteFiles.create(directory.resolve("app.db"));
        for (int i = 0; i < 20; i++) {
            Database database = forLong();
            WriterConnection writer = new WriterConnection(database, database.openWriter(), WritePath.USUAL);
            Thread closing = Thread.currentThread();
            CountDownLatch uses = new CountDownLatch(1);
            FutureTask<?> last = start(() -> writer.use("test", connection -> {
                uses.countDown();
                HeldWriter.until(() -> closing.getState() == Thread.State.TIMED_WAITING);
                return "ended while somebody waited for it to close";
            }));
            uses.await();
            writer.close();
            assertThat(directory.resolve("app.db-wal")).doesNotExist();
            assertThat(directory.resolve("app.db-shm")).doesNotExist();
            last.get();
        }
    }

    @Test
    @Rule("LIFE-4")
    void close_whileReadersReadAndOthersWait_endsAllOfThem() throws Exception {
        SqliteFiles.create(directory.resolve("app.db"));
        Database database = forLong();
        WriterConnection writer = new WriterConnection(database, database.openWriter(), WritePath.USUAL);
        OpenedFile file = new OpenedFile(database, writer);
        Readers readers = file.readers();
        List<FutureTask<?>> running = List.of(endless(readers), endless(readers));
        HeldWriter.until(() -> readers.status().inUse() == 2);
        List<FutureTask<?>> waiting = List.of(endless(readers), endless(readers));
        HeldWriter.until(() -> readers.status().waiting() == 2);
        file.close();
        writer.close();
        for (FutureTask<?> each : running) {
            assertClosed(each);
        }
        for (FutureTask<?> each : waiting) {
            assertClosed(each);
        }
        assertThat(readers.status().inUse()).isZero();
    }

    private static FutureTask<?> endless(Readers readers) {
        return start(() -> readers.read("test", SqliteCloseTest::runEndless));
    }

    private Database forLong() {
        return new Database(options().toBuilder().readers(2).build().forDatabase());
    }

    private static long runEndless(DatabaseConnection connection) {
        try {
            connection.statement(ENDLESS).executeQuery();
            throw new AssertionError("the statement ended");
        } catch (SQLException failed) {
            throw connection.failed("test", failed);
        }
    }

    @Test
    @Rule("LIFE-4")
    void close_underAnOpenCursor_endsIt() {
        SqlitePort port = SqliteFiles.open(options());
        port.write(List.of(put("a"), put("b"), put("c")));
        Scan scan = SqliteFiles.all(Projection.BODY);
        RecordCursor cursor = port.scan(scan);
        assertThat(cursor.next().key()).isEqualTo("a");
        port.close();
        assertThatThrownBy(() -> {
                    while (cursor.hasNext()) {
                        cursor.next();
                    }
                })
                .isInstanceOf(StorageClosedException.class);
        cursor.close();
        assertThat(directory.resolve("app.db-wal")).doesNotExist();
    }

    @Test
    @Rule("LIFE-4")
    void process_thatEndsInsideATransaction_closesItsStorageAndIsGone() throws Exception {
        Path file = directory.resolve("app.db");
        try (ChildProcess process = new ChildProcess("exit", file)) {
            assertThat(process.line()).isEqualTo("exiting");
            assertThat(process.end()).isEqualTo(3);
            assertThat(process.line()).isEqualTo("closed");
        }
        assertThat(SqliteFiles.query(file, "SELECT key FROM notes")).isEmpty();
    }

    private static FutureTask<?> start(Callable<?> work) {
        FutureTask<?> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void assertClosed(FutureTask<?> task) {
        assertThatThrownBy(task::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StorageClosedException.class);
    }
}
