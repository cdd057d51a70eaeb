// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.CorruptDataException;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.tck.rule.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON that somebody edited with psql; of a member given twice, jsonb itself keeps the last. */
class PostgresStoredJsonTest {

    private record Note(int stars) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jsonb_build_object('stars', 1e401)",
                "jsonb_build_object('stars', 5, 'more', repeat('7', 401)::numeric)",
                "(repeat('[', 201) || repeat(']', 201))::jsonb",
                "'5'",
                "'null'",
            })
    @Rule("JSON-10")
    void get_ofJsonThatNoPutWrites_isCorrupt(String edited) {
        try (TestDatabase database = TestDatabase.create();
                Storage storage = Storage.open(database.url(), NOTES)) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            notes.put("a", new Note(5));
            database.execute("UPDATE storageport.notes SET body = " + edited);
            assertThatThrownBy(() -> notes.get("a")).isInstanceOfSatisfying(CorruptDataException.class, corrupt -> {
                assertThat(corrupt.collection()).isEqualTo("notes");
                assertThat(corrupt.key()).contains("a");
            });
            assertThatThrownBy(() -> notes.find(Condition.all())).isInstanceOf(CorruptDataException.class);
            assertThat(notes.delete("a")).isTrue();
        }
    }
}
