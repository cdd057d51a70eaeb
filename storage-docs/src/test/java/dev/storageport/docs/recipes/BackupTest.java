// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.sqlite.SqliteOptions;
import dev.storageport.sqlite.SqliteStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    record Note(String text) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    @TempDir
    private Path folder;

    @Test
    void backup_ofAFileThatIsOpen_isOpenedAndCounted() {
        Path file = folder.resolve("app.db");
        Path backups = folder.resolve("backups");
        try (Storage storage = SqliteStorage.open(file, NOTES)) {
            storage.collection(NOTES).put("a", new Note("written"));
            // tag::backup[]
            Path copy = backups.resolve("app-2026-11-29.db"); // which is not there yet
            SqliteStorage.backup(file, copy);

            StorageOptions asItIs =
                    StorageOptions.builder().schemaMode(SchemaMode.VALIDATE).build();
            try (Storage backup = SqliteStorage.open(SqliteOptions.file(copy), asItIs, NOTES)) {
                System.out.println(backup.collection(NOTES).count() + " notes in " + copy);
            }
            // end::backup[]
            try (Storage backup = SqliteStorage.open(copy, NOTES)) {
                assertThat(backup.collection(NOTES).get("a").orElseThrow().value())
                        .isEqualTo(new Note("written"));
            }
        }
    }
}
