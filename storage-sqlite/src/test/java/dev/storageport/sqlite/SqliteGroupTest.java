// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.SchemaException;
import dev.storageport.StorageFailureException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;

/** Writes of several callers that wait at the same time. */
final class SqliteGroupTest {

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

    private static Write.Put put(String key, String mail) {
        return SqliteFiles.put(key, Map.of("mail", new IndexValue.TextValue(mail)));
    }

    @Test
    void writes_thatWaitTogether_shareOneCommit() throws Exception {
        WaitingCallers callers = open(options());
        AtomicInteger commits = new AtomicInteger();
        List<FutureTask<List<WriteOutcome>>> tasks;
        try (HeldWriter hold = new HeldWriter(callers.port())) {
            tasks = IntStream.range(0, 20)
                    .mapToObj(i -> callers.queue(hold, SqliteFiles.put("key" + i % 10)))
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
        WaitingCallers callers = open(options());
        callers.port().write(List.of(put("owner", "taken")));
        try (HeldWriter hold = new HeldWriter(callers.port())) {
            FutureTask<?> before = callers.queue(hold, put("a", "a"));
            FutureTask<?> single = callers.queue(hold, put("b", "taken"));
            FutureTask<?> batch = callers.queue(hold, put("c", "c"), put("d", "taken"), put("e", "e"));
            FutureTask<?> sameValue = callers.queue(hold, put("f", "a"));
            FutureTask<?> after = callers.queue(hold, put("g", "c"), put("h", "h"));
            hold.release();
            before.get();
            after.get();
            WaitingCallers.assertFails(single, UniqueViolationException.class);
            WaitingCallers.assertFails(batch, UniqueViolationException.class);
            WaitingCallers.assertFails(sameValue, UniqueViolationException.class);
        }
        assertThat(callers.stored()).containsExactly("a", "g", "h", "owner");
    }

    @Test
    void collectionThatIsNotThere_isThatCallersOwnFailure() throws Exception {
        WaitingCallers callers = open(options());
        CollectionDefinition unknown = new CollectionDefinition("unknown", List.of());
        try (HeldWriter hold = new HeldWriter(callers.port())) {
            FutureTask<?> before = callers.queue(hold, SqliteFiles.put("a"));
            FutureTask<?> lost = callers.queue(hold, new Write.Touch(unknown, "b", SqliteFiles.NOON));
            FutureTask<?> after = callers.queue(hold, SqliteFiles.put("c"));
            hold.release();
            before.get();
            after.get();
            WaitingCallers.assertFails(lost, SchemaException.class);
        }
        assertThat(callers.stored()).containsExactly("a", "c");
    }

    @Test
    void rollbackOfAllBySqlite_isTheFailureOfTheOneThatCausedIt() throws Exception {
        WaitingCallers callers = open(options());
        callers.execute(
                "CREATE TRIGGER bad AFTER INSERT ON \"user\" WHEN new.key = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'no'); END");
        try (HeldWriter hold = new HeldWriter(callers.port())) {
            FutureTask<?> before = callers.queue(hold, SqliteFiles.put("a"));
            FutureTask<?> bad = callers.queue(hold, SqliteFiles.put("bad"));
            FutureTask<?> badToo = callers.queue(hold, SqliteFiles.put("b"), SqliteFiles.put("bad"));
            FutureTask<?> after = callers.queue(hold, SqliteFiles.put("c"));
            hold.release();
            before.get();
            after.get();
            WaitingCallers.assertFails(bad, StorageFailureException.class);
            WaitingCallers.assertFails(badToo, StorageFailureException.class);
        }
        assertThat(callers.stored()).containsExactly("a", "c");
    }

    @Test
    void commitThatFails_isTheFailureOfTheOneThatCausedIt() throws Exception {
        WaitingCallers callers = open(options());
        callers.execute("CREATE TABLE orphan (parent TEXT REFERENCES \"user\" (key) DEFERRABLE INITIALLY DEFERRED)");
        callers.execute("CREATE TRIGGER bad AFTER INSERT ON \"user\" WHEN new.key = 'bad'"
                + " BEGIN INSERT INTO orphan VALUES ('nobody'); END");
        try (HeldWriter hold = new HeldWriter(callers.port())) {
            FutureTask<?> before = callers.queue(hold, SqliteFiles.put("a"));
            FutureTask<?> bad = callers.queue(hold, SqliteFiles.put("bad"));
            FutureTask<?> after = callers.queue(hold, SqliteFiles.put("c"));
            hold.release();
            before.get();
            after.get();
            WaitingCallers.assertFails(bad, StorageFailureException.class);
        }
        assertThat(callers.stored()).containsExactly("a", "c");
    }
}
