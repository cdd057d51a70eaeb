// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read and write the files of a database. */
final class SqliteRightsTest {

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    @Rule("LIFE-14")
    void files_ofANewDatabase_areTheOwnersOnly() throws IOException {
        Path below = directory.resolve("new/app.db");
        for (Path file : List.of(file(), below)) {
            try (SqlitePort port = SqliteFiles.open(file)) {
                port.write(List.of(put("a")));
                for (String suffix : List.of("", "-wal", "-shm")) {
                    assertThat(rights(file.resolveSibling("app.db" + suffix))).isEqualTo("rw-------");
                }
            }
        }
    }

    @Test
    @Rule("LIFE-14")
    void files_ofADatabaseThatTheApplicationMade_haveTheRightsItGave() throws IOException {
        Files.createFile(file());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(List.of(put("a")));
            for (String suffix : List.of("", "-wal", "-shm")) {
                assertThat(rights(directory.resolve("app.db" + suffix))).isEqualTo("rw-r-----");
            }
        }
    }

    /** SQLite would make it too, with the rights of everybody. */
    @Test
    @Rule("LIFE-14")
    void file_thatALinkLeadsTo_isTheOwnersOnly() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), Path.of("app.db"));
        SqliteFiles.open(link).close();
        assertThat(rights(file())).isEqualTo("rw-------");
    }
}
