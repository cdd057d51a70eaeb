// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.DatabaseReplacedException;
import dev.storageport.SchemaMode;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.Filter;
import dev.storageport.port.TransactionAttempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRecoveryTest {

    private static final String QUIET = "-Dorg.slf4j.simpleLogger.defaultLogLevel=off";

    @TempDir
    Path directory;

    @Test
    void connections_closedUnderThePort_areReplaced() {
        SqliteOptions options = SqliteOptions.file(directory.resolve("app.db"));
        TrackedConnections connections = new TrackedConnections();
        try (SqlitePort port = new SqlitePort(connections.database(options))) {
            port.prepare(SqliteFiles.CATALOG, SchemaMode.MIGRATE);
            port.write(List.of(put("a")));
            for (int round = 0; round < 3; round++) {
                connections.breakAll();
                port.write(List.of(put("b")));
                assertThat(port.count(USERS, new Filter.All())).isEqualTo(2);
            }
        }
    }

    @Test
    void connections_closedInsideATransaction_keepNothingOfIt() {
        SqliteOptions options = SqliteOptions.file(directory.resolve("app.db"));
        TrackedConnections connections = new TrackedConnections();
        try (SqlitePort port = new SqlitePort(connections.database(options))) {
            port.prepare(SqliteFiles.CATALOG, SchemaMode.MIGRATE);
            assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, operations -> {
                        operations.write(List.of(put("a")));
                        connections.breakAll();
                        return operations.write(List.of(put("b")));
                    }))
                    .isInstanceOf(StorageUnavailableException.class);
            port.write(List.of(put("c")));
            assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, operations -> {
                        operations.write(List.of(put("d")));
                        connections.breakAll();
                        return "";
                    }))
                    .isInstanceOfSatisfying(
                            StorageUnavailableException.class,
                            lost -> assertThat(lost.outcomeUnknown()).isTrue());
            port.write(List.of(put("e")));
        }
        try (SqlitePort port = SqliteFiles.open(options)) {
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(2);
        }
    }

    @Test
    void file_deletedUnderThePort_isNotCreatedAgainEmpty() throws IOException {
        Path file = directory.resolve("app.db");
        TrackedConnections connections = new TrackedConnections();
        try (SqlitePort port = new SqlitePort(connections.database(SqliteOptions.file(file)))) {
            port.prepare(SqliteFiles.CATALOG, SchemaMode.MIGRATE);
            port.write(List.of(put("a")));
            connections.breakAll();
            Files.delete(file);
            assertThatThrownBy(() -> port.write(List.of(put("b")))).isInstanceOf(DatabaseReplacedException.class);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void nativeLibrary_thatCannotBeUnpacked_isExplained() throws Exception {
        Path file = directory.resolve("app.db");
        try (ChildProcess process = new ChildProcess("explain", file, "-Dorg.sqlite.tmpdir=/proc/none", QUIET)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThat(process.line()).startsWith("StorageFailureException").contains("org.sqlite.tmpdir");
            }
            assertThat(process.end()).isZero();
        }
    }
}
