// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.DatabaseReplacedException;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is removed, or exchanged for a backup, while a storage has it open. */
final class SqliteReplacedFileTest {

    private static final int DOCUMENTS = 2_001;

    /** No bound of the library: it looks every few milliseconds. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    private Path backup() {
        return directory.resolve("backup.db");
    }

    private void replaceByBackup() throws IOException {
        Files.move(file(), directory.resolve("old.db"));
        Files.copy(backup(), file());
    }

    /** A backup with a document of its own, once checkpointed and once with a log beside it. */
    @BeforeEach
    void makeBackup() throws IOException {
        Path made = directory.resolve("made.db");
        try (SqlitePort port = SqliteFiles.open(made)) {
            port.write(List.of(put("saved")));
            for (String suffix : List.of("", "-wal")) {
                Files.copy(directory.resolve("made.db" + suffix), directory.resolve("live.db" + suffix));
            }
        }
        Files.copy(made, backup());
    }

    @Test
    @Rule("LIFE-13")
    void file_replacedByABackup_endsTheStorageAndKeepsTheBackup() throws Exception {
        assertEnds(this::replaceByBackup);
        removeTheOldLog();
        assertThat(SqliteFiles.query(file(), "SELECT key FROM \"user\"")).containsExactly("saved");
    }

    /** The log that was left beside the backup is the old file's; whoever opens the backup with it gets neither. */
    private void removeTheOldLog() throws IOException {
        Files.deleteIfExists(directory.resolve("app.db-wal"));
        Files.deleteIfExists(directory.resolve("app.db-shm"));
    }

    @Test
    @Rule("LIFE-13")
    void file_replacedByABackupWithItsLog_endsTheStorageAndKeepsBoth() throws Exception {
        assertEnds(() -> {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.move(directory.resolve("app.db" + suffix), directory.resolve("old.db" + suffix));
            }
            for (String suffix : List.of("", "-wal")) {
                Files.copy(directory.resolve("live.db" + suffix), directory.resolve("app.db" + suffix));
            }
        });
        assertThat(SqliteFiles.query(file(), "SELECT key FROM \"user\"")).containsExactly("saved");
    }

    @Test
    @Rule("LIFE-13")
    void file_removed_endsTheStorageAndStaysRemoved() throws Exception {
        assertEnds(this::removeAll);
        assertThat(file()).doesNotExist();
    }

    private void removeAll() throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.delete(directory.resolve("app.db" + suffix));
        }
    }

    @Test
    @Rule("LIFE-13")
    void file_removedAndMadeAgainByAnotherProcess_endsTheStorageAndLeavesTheOther() throws Exception {
        try (ChildProcess other = new ChildProcess("open", file())) {
            assertThat(other.line()).isEqualTo("ready");
            assertEnds(() -> {
                removeAll();
                other.say(file().toString());
                assertThat(other.line()).isEqualTo("opened");
            });
        }
        try (SqlitePort port = SqliteFiles.open(file())) {
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(1);
        }
    }

    /** What happens to the file. */
    private interface Event {
        void happen() throws IOException, SQLException;
    }

    private void assertEnds(Event event) throws Exception {
        Instant opened = Instant.now();
        Map<String, List<Byte>> there;
        try (SqlitePort port = SqliteFiles.open(file())) {
            writeSome(port);
            event.happen();
            there = contents();
            Instant happened = Instant.now();
            assertThat(port.health(Duration.ofSeconds(1)).live()).isFalse();
            assertReplaced(port, () -> port.write(List.of(put("late"))), opened, happened);
            assertReplaced(port, () -> port.count(USERS, new Filter.All()), opened, happened);
            assertReplaced(port, () -> port.read(USERS, List.of("key1"), Projection.BODY), opened, happened);
            assertReplaced(
                    port,
                    () -> port.transact(TransactionAttempt.FIRST, work -> work.write(List.of(put("late")))),
                    opened,
                    happened);
            assertReplaced(port, port::schema, opened, happened);
        }
        assertThat(contents()).as("what the folder holds after close").isEqualTo(there);
    }

    private void assertReplaced(SqlitePort port, ThrowingCallable call, Instant opened, Instant happened) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DatabaseReplacedException.class,
                        replaced -> assertThat(replaced.intactAt()).isBetween(opened, happened))
                .hasMessageContaining("app.db: it was re")
                .hasMessageContaining("while open");
        assertThat(port.health(Duration.ofSeconds(1)).message()).contains("while open");
    }

    private static void writeSome(SqlitePort port) {
        List<Write> some = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            some.add(put("key" + i));
        }
        port.write(some);
    }

    /** Returns what each file of the folder holds. SQLite has none of those open that have the name of another at the time. */
    private Map<String, List<Byte>> contents() throws IOException {
        Map<String, List<Byte>> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : files.toList()) {
                String name = String.valueOf(path.getFileName());
                if (name.startsWith("app.db") && !name.endsWith("-shm")) {
                    List<Byte> bytes = new ArrayList<>();
                    for (byte b : Files.readAllBytes(path)) {
                        bytes.add(b);
                    }
                    found.put(name, bytes);
                }
            }
        }
        return found;
    }

    /** As was reported: two thousand puts were acknowledged and lost. */
    @Test
    @Rule("LIFE-13")
    void puts_afterTheFileWasRemoved_areNotAcknowledgedForLong() throws Exception {
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(List.of(put("first")));
            removeAll();
            long end = System.nanoTime() + LONG_ENOUGH.toNanos();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < DOCUMENTS && System.nanoTime() < end; i++) {
                            port.write(List.of(put("key" + i)));
                        }
                    })
                    .isInstanceOf(DatabaseReplacedException.class);
        }
    }

    @Test
    @Rule("LIFE-13")
    void transaction_duringWhichTheFileWasRemoved_isNotSaidToBeDone() throws Exception {
        try (SqlitePort port = SqliteFiles.open(file())) {
            assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, work -> {
                        work.write(List.of(put("a")));
                        try {
                            removeAll();
                        } catch (IOException failed) {
                            throw new AssertionError(failed);
                        }
                        busyFor(Duration.ofMillis(5));
                        return work.write(List.of(put("b")));
                    }))
                    .isInstanceOfSatisfying(
                            DatabaseReplacedException.class,
                            replaced -> assertThat(replaced.outcomeUnknown()).isTrue());
        }
    }

    private static void busyFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** A connection opened then would read the new file with the log of the old one, and write that into it when it is closed. */
    @Test
    @Rule("LIFE-13")
    void readers_openedAfterTheFileWasReplaced_doNotTouchTheOther() throws Exception {
        Map<String, List<Byte>> there;
        Scan all = SqliteFiles.all(Projection.BODY);
        try (SqlitePort port = SqliteFiles.open(file())) {
            writeSome(port);
            try (RecordCursor held = port.scan(all)) {
                replaceByBackup();
                there = contents();
                assertThatThrownBy(() -> {
                            while (true) {
                                port.scan(all); // each takes another reader
                            }
                        })
                        .isInstanceOf(DatabaseReplacedException.class);
                assertThat(held.next().key()).isEqualTo("key0");
            }
        }
        assertThat(contents()).isEqualTo(there);
    }

    @Test
    @Rule("LIFE-13")
    void close_ofAStorageWhoseFileWasReplaced_leavesTheOther() throws Exception {
        Map<String, List<Byte>> there;
        try (SqlitePort port = SqliteFiles.open(file())) {
            writeSome(port);
            replaceByBackup();
            there = contents();
        }
        assertThat(contents()).isEqualTo(there);
    }

    /** Then another process sees nothing that is written, and this one still has all of it. */
    @Test
    @Rule("LIFE-13")
    void log_removedWhileOpen_endsTheStorageAndWhatWasAcknowledgedIsSaved() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        try (SqlitePort port = SqliteFiles.open(file())) {
            putUntilRemoved(port, acknowledged);
            assertThatThrownBy(() -> port.count(USERS, new Filter.All()))
                    .isInstanceOf(DatabaseReplacedException.class)
                    .hasMessageContaining("app.db: its log ")
                    .hasMessageContaining("app.db-wal was removed while open");
            assertThat(port.health(Duration.ofSeconds(1)).live()).isFalse();
        }
        assertThat(SqliteFiles.query(file(), "SELECT key FROM \"user\"")).containsAll(acknowledged);
    }

    private void putUntilRemoved(SqlitePort port, List<String> acknowledged) {
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        assertThatThrownBy(() -> {
                    for (int i = 0; System.nanoTime() < end; i++) {
                        port.write(List.of(put("key" + i)));
                        acknowledged.add("key" + i);
                        if (i == 20) {
                            Files.delete(directory.resolve("app.db-wal"));
                        }
                    }
                })
                .isInstanceOf(DatabaseReplacedException.class);
        assertThat(acknowledged).hasSizeGreaterThan(20);
    }
}
