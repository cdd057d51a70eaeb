// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.CorruptDataException;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that somebody edited with the sqlite3 shell. */
final class SqliteStoredJsonTest {

    private record Note(int stars) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    @TempDir
    Path directory;

    @BeforeEach
    void putNote() {
        try (Storage storage = SqliteStorage.open(file(), NOTES)) {
            storage.collection(NOTES).put("a", new Note(5));
        }
    }

    private Path file() {
        return directory.resolve("app.db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"stars\":4,\"stars\":3}",
                "{\"stars\":4,\"star\\u0073\":3}",
                "{\"stars\":4,\"more\":{\"a\":1,\"a\":1}}",
                "{\"stars\":1e999}",
                "{'stars':4}",
                "{\"stars\":4",
                "4",
                "",
            })
    @Rule("JSON-10")
    void get_ofJsonThatNoPutWrites_isCorrupt(String edited) throws SQLException {
        edit(edited);
        try (Storage storage = SqliteStorage.open(file(), NOTES)) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            assertThatThrownBy(() -> notes.get("a")).isInstanceOfSatisfying(CorruptDataException.class, corrupt -> {
                assertThat(corrupt.collection()).isEqualTo("notes");
                assertThat(corrupt.key()).contains("a");
            });
            assertThatThrownBy(() -> notes.find(Condition.all())).isInstanceOf(CorruptDataException.class);
            assertThat(notes.delete("a")).isTrue();
        }
    }

    @Test
    void get_ofValidJsonInAnotherForm_isRead() throws SQLException {
        CollectionSpec<Map<String, Object>> maps = CollectionSpec.of(
                        "notes", new TypeReference<Map<String, Object>>() {})
                .build();
        edit("{ \"zz\" : 1,\n \"a\" : [1e1] }");
        try (Storage storage = SqliteStorage.open(file(), maps)) {
            assertThat(storage.collection(maps).get("a").orElseThrow().value()).containsOnlyKeys("zz", "a");
        }
    }

    private void edit(String body) throws SQLException {
        try (Connection connection = SqliteFiles.connect(file());
                PreparedStatement update = connection.prepareStatement("UPDATE notes SET body = ?")) {
            update.setString(1, body);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
