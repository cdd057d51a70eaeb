// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.ConfigurationException;
import dev.storageport.Storage;
import org.junit.jupiter.api.Test;

/** What the URL {@code memory:} opens. */
final class MemoryUrlTest {

    record Note(String text) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    @Test
    void storages_ofOneName_shareADatabaseUntilTheLastIsClosed() {
        try (Storage second = Storage.open("memory:shared", NOTES)) {
            try (Storage first = Storage.open("memory:shared", NOTES)) {
                first.collection(NOTES).put("a", new Note("first"));
                assertThat(second.collection(NOTES).get("a")).isPresent();
            }
            assertThat(second.collection(NOTES).get("a")).isPresent();
            try (Storage third = Storage.open("memory:shared", NOTES)) {
                assertThat(third.collection(NOTES).get("a")).isPresent();
            }
        }
        try (Storage later = Storage.open("memory:shared", NOTES)) {
            assertThat(later.collection(NOTES).get("a")).isEmpty();
        }
    }

    @Test
    void storages_ofOtherNamesOrNone_areApart() {
        try (Storage one = Storage.open("memory:one", NOTES);
                Storage other = Storage.open("memory:other", NOTES);
                Storage unnamed = Storage.open("memory:", NOTES);
                Storage unnamedToo = Storage.open("memory:", NOTES)) {
            one.collection(NOTES).put("a", new Note("one"));
            unnamed.collection(NOTES).put("a", new Note("unnamed"));
            assertThat(other.collection(NOTES).get("a")).isEmpty();
            assertThat(unnamedToo.collection(NOTES).get("a")).isEmpty();
        }
    }

    @Test
    void name_isPercentDecoded() {
        try (Storage plain = Storage.open("memory:my app", NOTES);
                Storage escaped = Storage.open("memory:my%20app", NOTES)) {
            plain.collection(NOTES).put("a", new Note("text"));
            assertThat(escaped.collection(NOTES).get("a")).isPresent();
        }
    }

    @Test
    void opening_thatFails_doesNotKeepTheDatabase() {
        CollectionSpec<Note> unread = CollectionSpec.of("unread", Note.class).build();
        assertThatThrownBy(() -> Storage.open("memory:failing", NOTES, NOTES))
                .isInstanceOf(ConfigurationException.class);
        assertThat(Storage.ddl("memory:failing", unread)).hasSize(1);
        try (Storage storage = Storage.open("memory:failing", NOTES)) {
            assertThat(storage.schema().status().collections()).hasSize(1);
        }
    }

    @Test
    void parameter_isRefusedByItsName() {
        assertThatThrownBy(() -> Storage.open("memory:x?size=1", NOTES))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("parameter size");
    }
}
