// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full, and what deleting does about it; rule ERR-8. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SqliteFullDiskTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {6, 8, 40})
    @Rule("ERR-8")
    void disk_full_takesDeletionsAndThenWritesAgain(long mebibytes) throws Exception {
        try (ChildProcess process =
                ChildProcess.onDisk(directory, mebibytes * 1024 * 1024, "fill", directory.resolve("app.db"))) {
            assertThat(process.line()).isEqualTo("full");
            for (int round = 0; round < 3; round++) {
                assertThat(process.line()).isEqualTo("deleted");
            }
            assertThat(process.line()).isEqualTo("deleted in a transaction");
            assertThat(process.line()).isEqualTo("left 0");
            assertThat(process.line()).isEqualTo("again 1");
            assertThat(process.line()).isEqualTo("once more 1");
            assertThat(process.end()).isZero();
        }
    }
}
