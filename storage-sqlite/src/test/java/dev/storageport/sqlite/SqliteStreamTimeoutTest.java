// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.StorageTimeoutException;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader in the hands of somebody who does not come back is taken away; rule SCAN-5. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SqliteStreamTimeoutTest {

    @TempDir
    Path directory;

    private SqlitePort open(Duration streamTimeout) {
        SqlitePort port = SqliteFiles.open(SqliteOptions.builder(directory.resolve("app.db"))
                .streamTimeout(streamTimeout)
                .build());
        port.write(List.of(put("a"), put("b"), put("c")));
        return port;
    }

    private static RecordCursor scan(SqlitePort port, Filter filter) {
        return port.scan(SqliteFiles.scan(filter, Projection.BODY));
    }

    private static void untilTakenAway(SqlitePort port) {
        HeldWriter.until(() -> port.pool().orElseThrow().inUse() == 0);
    }

    @Test
    @Rule("SCAN-5")
    void stream_openForTooLong_losesItsReaderAndReportsIt() {
        try (SqlitePort port = open(Duration.ofMillis(50))) {
            for (Filter filter : List.of(new Filter.All(), new Filter.Not(new Filter.Present("content")))) {
                RecordCursor cursor = scan(port, filter);
                untilTakenAway(port);
                assertThatThrownBy(cursor::hasNext)
                        .isInstanceOf(StorageTimeoutException.class)
                        .hasMessageStartingWith("collection user: a stream")
                        .hasMessageContaining("streamTimeout");
                assertThatThrownBy(cursor::next).isInstanceOf(StorageTimeoutException.class);
                cursor.close();
            }
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(3);
        }
    }

    @Test
    @Rule("SCAN-5")
    void streams_ofAllReadersLeftOpen_doNotStopOthersForever() {
        try (SqlitePort port = open(Duration.ofMillis(50))) {
            List<RecordCursor> left = IntStream.range(0, 4)
                    .mapToObj(i -> scan(port, new Filter.All()))
                    .toList();
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(3);
            assertThat(left).hasSize(4);
        }
    }

    @Test
    @Rule("SCAN-5")
    void stream_readToItsEnd_isOverAndNotTooLate() {
        try (SqlitePort port = open(Duration.ofMillis(200))) {
            RecordCursor cursor = scan(port, new Filter.All());
            while (cursor.hasNext()) {
                cursor.next();
            }
            port.transactReadOnly(operations -> {
                untilOther(port);
                return "";
            });
            assertThat(cursor.hasNext()).isFalse();
        }
    }

    /** Waits until a stream that was opened later has lost its reader. */
    private static void untilOther(SqlitePort port) {
        RecordCursor later = scan(port, new Filter.All());
        HeldWriter.until(() -> isTakenAway(later));
    }

    private static boolean isTakenAway(RecordCursor cursor) {
        try {
            return !cursor.hasNext(); // it has
        } catch (StorageTimeoutException tooLong) {
            return true;
        }
    }

    @Test
    @Rule("SCAN-5")
    void readOnlyTransaction_thatAsksNothing_losesItsReader() {
        try (SqlitePort port = open(Duration.ofMillis(50))) {
            assertThatThrownBy(() -> port.transactReadOnly(operations -> {
                        operations.count(USERS, new Filter.All());
                        untilTakenAway(port);
                        return operations.count(USERS, new Filter.All());
                    }))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("a transaction")
                    .hasMessageContaining("streamTimeout");
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(3);
        }
    }

    @Test
    @Rule("SCAN-5")
    void transaction_withoutTheWriter_thatAsksNothing_losesItsReader() {
        try (SqlitePort port = open(Duration.ofMillis(50));
                HeldWriter writing = new HeldWriter(port)) {
            assertThatThrownBy(() -> port.transact(TransactionAttempt.FIRST, operations -> {
                        operations.read(USERS, List.of("a"), Projection.BODY);
                        untilTakenAway(port);
                        return operations.read(USERS, List.of("b"), Projection.BODY);
                    }))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("streamTimeout");
            writing.release();
        }
    }
}
