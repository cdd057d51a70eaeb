// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Health;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Health tells apart what is busy and what is stuck, and says what promises stand on; rule LIFE-5. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SqliteHealthTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private SqliteOptions.Builder options() {
        return SqliteOptions.builder(directory.resolve("app.db"));
    }

    @Test
    @Rule("LIFE-5")
    void health_whileAllReadersAreTaken_isLiveAndNotReady() {
        try (SqlitePort port = SqliteFiles.open(options().readers(2).build())) {
            port.write(List.of(put("a"), put("b")));
            List<RecordCursor> open = Stream.generate(() -> scan(port)).limit(2).toList();
            Health busy = port.health(BOUND);
            assertThat(busy.live()).isTrue();
            assertThat(busy.ready()).isFalse();
            assertThat(busy.message()).contains("app.db", "2 readers");
            assertThat(busy.pool().orElseThrow().inUse()).isEqualTo(2);
            assertThat(busy.version())
                    .hasValueSatisfying(version -> assertThat(version).startsWith("SQLite 3."));
            assertThat(busy.log().orElseThrow().oldestReader()).isPresent();
            open.forEach(RecordCursor::close);
            assertThat(port.health(BOUND).ready()).isTrue();
            assertThat(port.health(BOUND).log().orElseThrow().oldestReader()).isEmpty();
        }
    }

    private static RecordCursor scan(SqlitePort port) {
        return port.scan(SqliteFiles.all(Projection.BODY));
    }

    @Test
    @Rule("LIFE-5")
    void health_whileAWriterHangs_isBusyAndThenNotLive() {
        Duration lockTimeout = Duration.ofSeconds(3);
        try (SqlitePort port =
                SqliteFiles.open(options().lockTimeout(lockTimeout).build())) {
            try (HeldWriter writing = new HeldWriter(port)) {
                assertThat(port.health(BOUND).live()).isTrue();
                HeldWriter.until(() -> !port.health(BOUND).ready());
                HeldWriter.until(() -> !port.health(BOUND).live());
                assertThat(port.health(BOUND).message()).contains("app.db", "lockTimeout", "PT3S", "thread dump");
                writing.release();
            }
            assertThat(port.health(BOUND).ready()).isTrue();
        }
    }

    @Test
    @Rule("LIFE-5")
    void health_ofAMemory_whileItsConnectionIsInUse_isLiveAndNotReady() {
        try (SqlitePort port = SqliteFiles.open(SqliteOptions.memory())) {
            assertThat(port.health(BOUND).ready()).isTrue();
            assertThat(port.health(BOUND).durability()).contains("none: in memory");
            try (HeldWriter writing = new HeldWriter(port)) {
                Health busy = port.health(BOUND);
                assertThat(busy.live()).isTrue();
                assertThat(busy.ready()).isFalse();
                writing.release();
            }
            assertThat(port.health(BOUND).ready()).isTrue();
        }
    }

    @Test
    @Rule("LIFE-5")
    void health_tellsIsolationAndWhatReallyIsSynced() {
        try (SqlitePort port = SqliteFiles.open(options().build())) {
            Health health = port.health(BOUND);
            assertThat(health.isolation()).contains("serializable");
            assertThat(health.durability()).contains("synchronous=FULL");
            assertThat(health.warnings()).isEmpty();
        }
        try (SqlitePort port = SqliteFiles.open(
                options().durability(SqliteOptions.Durability.NORMAL).build())) {
            assertThat(port.health(BOUND).durability()).contains("synchronous=NORMAL");
        }
    }
}
