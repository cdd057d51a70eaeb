// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaException;
import dev.storageport.StorageFailureException;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.Write;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were damaged, while they were open or before. */
final class SqliteDamageTest {

    private static final int PAGE = 4096;

    /** Several times what a connection keeps in memory. */
    private static final int DOCUMENTS = 8_000;

    private static final Scan ALL = SqliteFiles.all(Projection.BODY);

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    @BeforeEach
    void fill() {
        String body = "{\"text\":\"" + "x".repeat(1000) + "\"}";
        SqliteOptions options = SqliteOptions.builder(file())
                .durability(SqliteOptions.Durability.NORMAL)
                .build();
        try (SqlitePort port = SqliteFiles.open(options)) {
            port.write(IntStream.range(0, DOCUMENTS)
                    .<Write>mapToObj(i -> put("key" + i, body))
                    .toList());
        }
    }

    /**
     * Overwrites pages, from another process: this one would drop the locks of SQLite by closing the file.
     *
     * @param first the number of the first page, from 0
     */
    private static void overwrite(Path file, long first, long count) throws Exception {
        Path noise = Files.createTempFile("noise", "");
        byte[] bytes = new byte[Math.toIntExact(count * PAGE)];
        Arrays.fill(bytes, (byte) 0x5a);
        Files.write(noise, bytes);
        run("dd", "if=" + noise, "of=" + file, "bs=" + PAGE, "seek=" + first, "conv=notrunc", "status=none");
        Files.delete(noise);
    }

    private static void run(String... command) throws Exception {
        int end = new ProcessBuilder(command).inheritIO().start().waitFor();
        assertThat(end).as("%s", List.of(command)).isZero();
    }

    private long pages() throws IOException {
        return Files.size(file()) / PAGE;
    }

    private static void readAll(SqlitePort port) {
        try (RecordCursor cursor = port.scan(ALL)) {
            int read = 0;
            while (cursor.hasNext()) {
                assertThat(cursor.next().body().orElseThrow()).hasSize(1011);
                read++;
            }
            assertThat(read).isEqualTo(DOCUMENTS);
        }
    }

    private static void assertDamaged(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(StorageFailureException.class)
                .hasMessageContaining("the file is damaged")
                .hasMessageContaining("app.db");
    }

    @Test
    @Rule("ERR-10")
    void pages_overwrittenWhileOpen_areDamage() throws Exception {
        try (SqlitePort port = SqliteFiles.open(file())) {
            overwrite(file(), 20, pages() - 20);
            for (int attempt = 0; attempt < 3; attempt++) {
                assertDamaged(() -> readAll(port));
                assertDamaged(() -> port.delete(USERS, new Filter.All()));
            }
        }
    }

    @Test
    @Rule("ERR-10")
    void pages_overwrittenBefore_areDamage() throws Exception {
        overwrite(file(), 20, pages() - 20);
        try (SqlitePort port = SqliteFiles.open(file())) {
            assertDamaged(() -> readAll(port));
        }
    }

    @Test
    @Rule("ERR-10")
    void schema_overwrittenBefore_isDamageOrNoStorage() throws Exception {
        overwrite(file(), 1, pages() - 1);
        assertDamaged(() -> SqliteFiles.open(file()).close());
        overwrite(file(), 0, 1);
        assertThatThrownBy(() -> SqliteFiles.open(file()))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("something else than a SQLite database");
    }

    @Test
    @Rule("ERR-10")
    void file_cutWhileOpen_isDamage() throws Exception {
        try (SqlitePort port = SqliteFiles.open(file())) {
            run("truncate", "-s", String.valueOf(20 * PAGE), file().toString());
            assertDamaged(() -> readAll(port));
            assertDamaged(() -> port.delete(USERS, new Filter.All()));
        }
    }

    @Test
    @Rule("ERR-10")
    void header_overwrittenWhileOpen_isDamage() throws Exception {
        try (SqlitePort port = SqliteFiles.open(file())) {
            overwrite(file(), 0, pages());
            assertDamaged(() -> readAll(port));
            assertDamaged(() -> port.delete(USERS, new Filter.All()));
        }
    }

    @Test
    @Rule("ERR-10")
    void log_overwrittenWhileOpen_isDamage() throws Exception {
        try (SqlitePort port = SqliteFiles.open(file())) {
            port.write(
                    IntStream.range(0, 500).<Write>mapToObj(i -> put("log" + i)).toList());
            Path log = directory.resolve("app.db-wal");
            overwrite(log, 0, Files.size(log) / PAGE);
            assertDamaged(() -> {
                readAll(port);
                port.count(USERS, new Filter.All());
                port.delete(USERS, new Filter.All());
            });
        }
    }

    /** Another program can only change it when nobody has the file open, and the next opening changes it back. */
    @Test
    @Rule("ERR-10")
    void journalMode_whileOpen_isNotForOthersToChange() throws SQLException {
        try (SqlitePort port = SqliteFiles.open(file());
                Connection other = SqliteFiles.connect(file())) {
            assertThatThrownBy(() -> SqliteFiles.execute(other, "PRAGMA journal_mode = DELETE"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("locked");
            port.write(List.of(put("new")));
        }
        try (Connection other = SqliteFiles.connect(file())) {
            SqliteFiles.execute(other, "PRAGMA journal_mode = DELETE");
        }
        SqliteFiles.open(file()).close();
        assertThat(SqliteFiles.query(file(), "PRAGMA journal_mode")).containsExactly("wal");
    }
}
