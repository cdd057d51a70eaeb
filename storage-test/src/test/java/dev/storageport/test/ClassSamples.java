// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Storage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that have one database, one after the other; run by {@link StorageExtensionTest}. */
class ClassSamples {

    @RegisterExtension
    static final StorageExtension STORAGE = StorageExtension.of(Note.NOTES);

    /** Where the last run had its storage. */
    static final List<TestDatabase> DATABASES = new ArrayList<>();

    @BeforeAll
    static void remember(TestDatabase database) {
        DATABASES.clear();
        DATABASES.add(database);
    }

    @Test
    void one(Storage storage) {
        findsNothingAndStores(storage);
    }

    @Test
    void another(Storage storage, TestDatabase database) {
        findsNothingAndStores(storage);
        try (Storage program = Storage.open(database.url(), Note.NOTES)) {
            assertThat(program.collection(Note.NOTES).get("a")).isPresent();
        }
        assertThat(DATABASES).containsExactly(database);
    }

    @Nested
    class Inner {
        @Test
        void inner(Storage storage, TestDatabase database) {
            findsNothingAndStores(storage);
            assertThat(DATABASES).containsExactly(database);
        }
    }

    static void findsNothingAndStores(Storage storage) {
        assertThat(storage.collection(Note.NOTES).count()).isZero();
        storage.collection(Note.NOTES).put("a", new Note("a"));
    }
}
