// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.Filter;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.Write;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was deleted is given back to the file system; rules DEL-7 and DEL-8. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SqliteSpaceTest {

    private static final String LARGE = "{\"text\":\"" + "x".repeat(10_000) + "\"}";
    private static final int DOCUMENTS = 1500;

    @TempDir
    Path directory;

    private SqlitePort filled() {
        SqlitePort port = SqliteFiles.open(SqliteOptions.builder(directory.resolve("app.db"))
                .durability(SqliteOptions.Durability.NORMAL)
                .build());
        port.write(IntStream.range(0, DOCUMENTS)
                .<Write>mapToObj(i -> put("key" + i, LARGE))
                .toList());
        return port;
    }

    private long size() {
        try {
            return Files.size(directory.resolve("app.db"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(SqlitePort port, int from, int to) {
        port.write(IntStream.range(from, to)
                .<Write>mapToObj(i -> new Write.Delete(USERS, "key" + i, new Precondition.None()))
                .toList());
    }

    @Test
    @Rule("DEL-7")
    void deletionOfEverything_givesTheFileBackByItself() {
        try (SqlitePort port = filled()) {
            assertThat(port.compact()).isNotNegative();
            assertThat(size()).isGreaterThan(DOCUMENTS * 10_000L);
            port.delete(USERS, new Filter.All());
            HeldWriter.until(() -> size() < 1024 * 1024);
            port.write(List.of(put("again")));
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(1);
        }
    }

    @Test
    @Rule("DEL-7")
    void deletionOfHalf_givesMuchBackWhileOthersWrite() throws Exception {
        try (SqlitePort port = filled()) {
            port.compact();
            long before = size();
            AtomicBoolean end = new AtomicBoolean();
            FutureTask<Integer> writer = writing(port, end);
            delete(port, 0, DOCUMENTS / 2);
            HeldWriter.until(() -> size() < before * 3 / 4);
            end.set(true);
            assertThat(writer.get()).isPositive();
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(DOCUMENTS - DOCUMENTS / 2 + 1);
        }
    }

    private static FutureTask<Integer> writing(SqlitePort port, AtomicBoolean end) {
        FutureTask<Integer> task = new FutureTask<>(() -> {
            int written = 0;
            for (; !end.get(); written++) {
                port.write(List.of(put("other")));
            }
            return written;
        });
        new Thread(task).start();
        return task;
    }

    @Test
    @Rule("DEL-8")
    void compact_givesBackWhatIsFree_andTellsHowMuch() throws Exception {
        try (SqlitePort port = filled()) {
            port.compact();
            long before = size();
            delete(port, 0, DOCUMENTS / 10); // too little to be given back by itself
            assertThat(port.compact()).isGreaterThan(before / 20);
            assertThat(size()).isLessThan(before - before / 20);
            assertThat(port.compact()).isZero();
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(DOCUMENTS - DOCUMENTS / 10);
            String last = "key" + (DOCUMENTS - 1);
            assertThat(port.read(USERS, List.of(last), Projection.BODY))
                    .hasEntrySatisfying(last, found -> assertThat(found.body()).contains(LARGE));
        }
        assertThat(SqliteFiles.query(directory.resolve("app.db"), "PRAGMA integrity_check"))
                .containsExactly("ok");
    }

    @Test
    @Rule("DEL-8")
    void compact_whileOthersWriteAndRead_isInNobodysWay() throws Exception {
        try (SqlitePort port = filled()) {
            AtomicBoolean end = new AtomicBoolean();
            FutureTask<Integer> writer = writing(port, end);
            delete(port, 0, DOCUMENTS - 10);
            port.compact();
            assertThat(port.count(USERS, new Filter.All())).isBetween(10L, 11L);
            end.set(true);
            assertThat(writer.get()).isPositive();
            port.compact();
            assertThat(size()).isLessThan(1024 * 1024);
        }
    }

    @Test
    @Rule("DEL-8")
    void compact_inMemory_hasNothingToGive() {
        try (SqlitePort port = SqliteFiles.open(SqliteOptions.memory())) {
            port.write(List.of(put("a")));
            port.delete(USERS, new Filter.All());
            assertThat(port.compact()).isZero();
        }
    }
}
