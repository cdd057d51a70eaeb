// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Health;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of writes stays in bounds, whoever reads; rule DUR-5. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SqliteLogTest {

    private static final long LIMIT = 1024 * 1024;

    /** What one write adds to the log at most. */
    private static final long WRITE = 128 * 1024;

    private static final String LARGE = "{\"text\":\"" + "x".repeat(50_000) + "\"}";
    private static final Scan ALL = SqliteFiles.all(Projection.METADATA);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private SqlitePort open() {
        return open(directory.resolve("app.db"));
    }

    private static SqlitePort open(Path file) {
        return SqliteFiles.open(SqliteOptions.builder(file)
                .durability(SqliteOptions.Durability.NORMAL)
                .logLimit(LIMIT)
                .build());
    }

    private long log() throws IOException {
        return Files.size(directory.resolve("app.db-wal"));
    }

    private static void write(SqlitePort port, int number) {
        port.write(List.of(put("key" + number % 50, LARGE)));
    }

    /** SQLite has the log beside the file that a link leads to; a reserve beside the link might be on another disk. */
    @Test
    @Rule("DUR-5")
    void log_ofAFileThatALinkLeadsTo_isKeptShortToo() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), elsewhere.resolve("app.db"));
        try (SqlitePort port = open(link)) {
            write(port, 0);
            assertThat(port.health(Duration.ofSeconds(10)).log().orElseThrow().bytes())
                    .as("bytes of the log, as health knows them")
                    .isEqualTo(Files.size(elsewhere.resolve("app.db-wal")));
            assertThat(elsewhere.resolve("app.db-reserve")).exists();
            assertThat(directory.resolve("link.db-reserve")).doesNotExist();
        }
    }

    /**
     * The readers overlap at nearly every moment, so that SQLite alone hardly comes to begin its log anew. On a busy machine a reader may
     * take longer than the second that it is waited for, and the log grows until the next try; far less than all that is written.
     */
    @Test
    @Rule("DUR-5")
    void log_underReadersThatOverlap_staysShort() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        try (SqlitePort port = open()) {
            write(port, 0);
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> read(port, end)));
            }
            long longest = 0;
            for (int i = 0; i < 1000; i++) {
                write(port, i);
                longest = Math.max(longest, log());
            }
            end.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
            assertThat(longest).isLessThanOrEqualTo(8 * LIMIT + WRITE);
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(50);
        } finally {
            end.set(true);
        }
    }

    private static void read(SqlitePort port, AtomicBoolean end) {
        while (!end.get()) {
            port.transactReadOnly(operations -> {
                long count = operations.count(USERS, new Filter.All());
                LockSupport.parkNanos(30_000_000); // a reader that takes its time
                assertThat(operations.count(USERS, new Filter.All())).isEqualTo(count);
                return count;
            });
        }
    }

    @Test
    @Rule("DUR-5")
    void log_underAReaderThatGoesOn_growsAndIsToldUntilItEnds() throws Exception {
        try (SqlitePort port = open()) {
            write(port, 0);
            try (RecordCursor cursor = port.scan(ALL)) {
                growBeyondTwice(port);
                assertWarned(port, "collection user");
                assertThat(port.health(Duration.ofSeconds(10))
                                .log()
                                .orElseThrow()
                                .oldestReader())
                        .isPresent();
                assertThat(cursor.hasNext()).isTrue();
                assertThat(port.count(USERS, new Filter.All())).isEqualTo(50); // others read meanwhile
            }
            assertShrinks(port);
        }
    }

    @Test
    @Rule("DUR-5")
    void log_underAReaderOfAnotherProgram_growsAndIsToldUntilItEnds() throws Exception {
        try (SqlitePort port = open()) {
            write(port, 0);
            try (Connection other = SqliteFiles.connect(directory.resolve("app.db"))) {
                SqliteFiles.execute(other, "BEGIN");
                SqliteFiles.execute(other, "SELECT count(*) FROM \"user\"");
                growBeyondTwice(port);
                assertWarned(port, "another process");
                SqliteFiles.execute(other, "ROLLBACK");
            }
            assertShrinks(port);
        }
    }

    private void growBeyondTwice(SqlitePort port) throws IOException {
        for (int i = 0; log() <= 2 * LIMIT + WRITE; i++) {
            write(port, i);
        }
        for (int i = 0; i < 50; i++) {
            write(port, i);
        }
    }

    private static void assertWarned(SqlitePort port, String who) {
        Health health = port.health(Duration.ofSeconds(10));
        assertThat(health.live()).isTrue();
        assertThat(health.log().orElseThrow().bytes()).isGreaterThan(2 * LIMIT);
        assertThat(health.warnings())
                .singleElement()
                .asString()
                .contains("logLimit")
                .contains(who);
    }

    private void assertShrinks(SqlitePort port) {
        HeldWriter.until(() -> {
            write(port, 1);
            return port.health(Duration.ofSeconds(10)).log().orElseThrow().bytes() <= LIMIT;
        });
        assertThat(port.health(Duration.ofSeconds(10)).warnings()).isEmpty();
    }
}
