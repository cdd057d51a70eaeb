// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFixture.USERS;
import static dev.storageport.sqlite.SqliteFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.StorageTimeoutException;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one file, and processes that end badly. */
final class SqliteProcessesTest {

    private static final int PROCESSES = 8;

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    @Test
    void newFile_openedByEightProcessesAtOnce_isOpenedByAll() throws Exception {
        List<SqliteProcess> processes = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(new SqliteProcess("open", file()));
            }
            for (SqliteProcess process : processes) {
                assertThat(process.line()).isEqualTo("ready");
            }
            for (int round = 0; round < 10; round++) {
                openOnce(processes, directory.resolve("new" + round + "/app.db"));
            }
            for (SqliteProcess process : processes) {
                assertThat(process.end()).isZero();
            }
        } finally {
            processes.forEach(SqliteProcess::close);
        }
    }

    private static void openOnce(List<SqliteProcess> processes, Path file) throws IOException {
        for (SqliteProcess process : processes) {
            process.say(file.toString());
        }
        for (SqliteProcess process : processes) {
            assertThat(process.line()).isEqualTo("opened");
        }
        try (SqlitePort port = SqliteFixture.open(file)) {
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(PROCESSES);
        }
    }

    @Test
    void writer_killed_keepsWhatItAcknowledged() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            try (SqliteProcess process = new SqliteProcess("write", file())) {
                for (int i = 0; i < 500; i++) {
                    acknowledged.add(process.line());
                }
                acknowledged.addAll(process.kill());
            }
            // The kill may have cut the last line; what is left of it is a key that came before, or none.
            acknowledged.removeIf(key -> !key.matches("[0-9]+-[0-9]+"));
            try (SqlitePort port = SqliteFixture.open(file())) {
                assertThat(port.read(USERS, acknowledged, Projection.METADATA).keySet())
                        .containsAll(acknowledged);
            }
            assertThat(SqliteFixture.query(file(), "PRAGMA integrity_check")).containsExactly("ok");
            assertThat(SqliteFixture.query(file(), "PRAGMA foreign_key_check")).isEmpty();
        }
    }

    @Test
    void lock_heldByAnotherProcess_isTimeoutAtTheBound() throws Exception {
        SqliteOptions options = SqliteOptions.file(file()).withBusyTimeout(Duration.ofMillis(200));
        try (SqliteProcess process = new SqliteProcess("hold", file())) {
            assertThat(process.line()).isEqualTo("holding");
            try (SqlitePort port = SqliteFixture.open(options)) {
                assertThatThrownBy(() -> port.write(List.of(put("a")))).isInstanceOf(StorageTimeoutException.class);
                assertThat(port.count(USERS, new Filter.All())).isZero();
                assertThat(process.end()).isZero();
                port.write(List.of(put("a")));
            }
        }
    }

    @Test
    void scan_ofHundredThousandDocuments_fitsIntoSixtyFourMegabytes() throws Exception {
        try (SqliteProcess process = new SqliteProcess("stream", file(), "-Xmx64m")) {
            assertThat(process.line()).isEqualTo("read 100000");
            assertThat(process.end()).isZero();
        }
    }
}
