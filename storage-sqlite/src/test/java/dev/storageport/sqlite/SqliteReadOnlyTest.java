// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that may not be written, or not be read, opened by a process to which rights apply. */
final class SqliteReadOnlyTest {

    @TempDir
    Path directory;

    private ChildProcess process;

    private Path folder() {
        return directory.resolve("data");
    }

    private Path file() {
        return folder().resolve("app.db");
    }

    @BeforeEach
    void makeFile() throws IOException {
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(List.of(put("a")));
        }
        process = ChildProcess.boundByRights("look", file());
        assertThat(process.line()).isEqualTo("ready");
    }

    @AfterEach
    void allowAll() throws IOException {
        process.close();
        rights(folder(), "rwx------");
    }

    private static void rights(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private String answer(String line) throws IOException {
        process.say(line);
        return process.line();
    }

    private void assertReadsOnly(String mode) throws IOException {
        assertThat(answer(mode + " " + file())).isEqualTo("opened");
        assertThat(answer("count")).isEqualTo("1");
        assertThat(answer("write")).startsWith("MISSING_RIGHT: ").contains("app.db");
        assertThat(answer("count")).isEqualTo("1");
        assertThat(answer("health")).isEqualTo("live true");
        assertThat(answer("close")).isEqualTo("closed");
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    @Rule("MODE-4")
    void file_thatNobodyMayWrite_isReadAndNothingIsLeftBesideIt() throws IOException {
        rights(file(), "r--r--r--");
        assertReadsOnly("VALIDATE");
        assertReadsOnly("NONE");
        rights(folder(), "r-x------");
        assertReadsOnly("VALIDATE");
        assertReadsOnly("NONE");
        assertThat(answer("MIGRATE " + file())).startsWith("MISSING_RIGHT: ").contains("VALIDATE or NONE");
        assertThat(answer("close")).isEqualTo("closed");
    }

    @Test
    @Rule("MODE-4")
    void file_thatOnlyOthersWrite_isReadAsTheyWriteIt() throws IOException {
        try (SqlitePort writing = SqliteFiles.open(file())) {
            writing.write(List.of(put("a")));
            for (String suffix : List.of("", "-wal", "-shm")) {
                rights(folder().resolve("app.db" + suffix), "r--------");
            }
            assertThat(answer("VALIDATE " + file())).isEqualTo("opened");
            assertThat(answer("count")).isEqualTo("1");
            writing.write(List.of(put("b")));
            assertThat(answer("count")).isEqualTo("2");
            assertThat(answer("write")).startsWith("MISSING_RIGHT: ");
            assertThat(answer("close")).isEqualTo("closed");
            writing.write(List.of(put("c")));
        }
    }

    /** It is read without locks, so what is read afterwards could be anything. */
    @Test
    @Rule("MODE-4")
    void file_thatNobodyMayWriteAndSomebodyDoes_isNotReadOn() throws IOException {
        rights(file(), "r--r--r--");
        assertThat(answer("VALIDATE " + file())).isEqualTo("opened");
        rights(file(), "rw-r--r--");
        Files.writeString(file(), "x".repeat(4096), StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
        assertThat(answer("count"))
                .startsWith("DatabaseReplacedException: ")
                .contains("app.db: it was written to by somebody");
        assertThat(answer("health")).isEqualTo("live false");
        assertThat(answer("close")).isEqualTo("closed");
    }

    @Test
    @Rule("ERR-9")
    void right_thatIsMissing_isNamedWithTheFile() throws IOException {
        rights(folder(), "r-x------");
        assertMissing("to write directory " + folder());
        rights(folder(), "rw-------");
        assertMissing("app.db");
        rights(folder(), "rwx------");
        rights(file(), "---------");
        assertMissing("to read file " + file());
        rights(file(), "rw-------");
        for (String suffix : List.of("-wal", "-shm")) {
            Path beside = Files.createFile(folder().resolve("app.db" + suffix));
            rights(beside, "---------");
            assertMissing("to read the file beside it, " + beside);
            Files.delete(beside);
        }
    }

    @Test
    @Rule("ERR-9")
    void log_thatOnlyOthersWrite_isNamedByTheWriteThatNeedsIt() throws IOException {
        Path log = folder().resolve("app.db-wal");
        try (SqlitePort other = SqliteFiles.open(file())) {
            other.write(List.of(put("b")));
            rights(log, "r--------");
            assertThat(answer("VALIDATE " + file())).isEqualTo("opened");
            assertThat(answer("count")).isEqualTo("2");
            assertThat(answer("write"))
                    .startsWith("MISSING_RIGHT: collection user, file " + file() + ": ")
                    .contains("to write the file beside it, " + log);
            assertThat(answer("close")).isEqualTo("closed");
        }
    }

    private void assertMissing(String what) throws IOException {
        assertThat(answer("MIGRATE " + file()))
                .startsWith("MISSING_RIGHT: file " + file() + ": ")
                .contains(what);
        assertThat(answer("close")).isEqualTo("closed");
    }
}
