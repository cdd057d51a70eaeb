// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.SchemaException;
import dev.storageport.Storage;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.UniqueViolationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What failures of this backend say, with what the library puts in front. */
final class SqliteMessageTest {

    record Note(String text) {}

    private static final CollectionSpec<Note> NOTES = CollectionSpec.of("notes", Note.class)
            .index(Index.unique("text", String.class, Note::text))
            .build();

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    @Test
    void message_ofATakenValue_namesCollectionKeyAndIndex() {
        try (Storage storage = SqliteStorage.open(file(), NOTES)) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            notes.put("owner", new Note("secret"));
            assertThatThrownBy(() -> notes.put("thief", new Note("secret")))
                    .isInstanceOf(UniqueViolationException.class)
                    .hasMessage(
                            "SQLite: put in collection notes, key \"thief\", index text: another document owns the value");
        }
    }

    @Test
    void message_ofALockThatIsHeld_namesCollectionFileAndBound() throws SQLException {
        SqliteOptions options =
                SqliteOptions.builder(file()).busyTimeout(Duration.ofMillis(50)).build();
        try (Storage storage = SqliteStorage.open(options, NOTES);
                Connection other = SqliteFiles.connect(file())) {
            SqliteFiles.execute(other, "BEGIN IMMEDIATE");
            assertThatThrownBy(() -> storage.collection(NOTES).delete("a"))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessage("SQLite: delete in collection notes, file " + file()
                            + ": waited for the lock of another process, bound PT0.05S");
            assertThatThrownBy(() ->
                            storage.transact(open -> open.collection(NOTES).get("a")))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessage("SQLite: transaction: file " + file()
                            + ": waited for the lock of another process, bound PT0.05S");
            SqliteFiles.execute(other, "ROLLBACK");
        }
    }

    @Test
    void message_ofAFileThatIsNoDatabase_namesTheFile() throws IOException {
        Files.write(file(), "Dear diary, ".repeat(1000).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> SqliteStorage.open(file(), NOTES))
                .isInstanceOf(SchemaException.class)
                .hasMessage("SQLite: open: file " + file() + ": it holds something else than a SQLite database");
    }

    @Test
    void message_ofAClosedStorage_isTheLibrarysOwn() {
        Storage storage = SqliteStorage.open(file(), NOTES);
        DocumentCollection<Note> notes = storage.collection(NOTES);
        storage.close();
        assertThatThrownBy(() -> notes.get("a"))
                .isInstanceOf(StorageClosedException.class)
                .hasMessageStartingWith("SQLite: get in collection notes: ");
    }
}
