// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    @TempDir
    Path memory;

    @Test
    void inMemory_isThatPlaceOnlyWhereThereIsRoom() throws IOException {
        assertThat(DataFolder.inMemory(memory, 1)).as("with room").isEqualTo(memory);
        assertThat(DataFolder.inMemory(memory, Long.MAX_VALUE))
                .as("without room")
                .isEqualTo(TEMPORARY);
        assertThat(DataFolder.inMemory(memory.resolve("none"), 1))
                .as("where there is no such place")
                .isEqualTo(TEMPORARY);
    }

    @Test
    void create_forAServerThatWaitsForTheDisk_isWhereTemporaryFilesAre() throws IOException {
        DataFolder folder = DataFolder.create(PostgresServerOptions.defaults().withFsync(true));
        try {
            assertThat(folder.root()).hasParentRaw(TEMPORARY);
        } finally {
            folder.delete();
        }
    }
}
