// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static dev.storageport.sqlite.SqliteFiles.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.StorageTimeoutException;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Projection;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
    @Rule("CONC-7")
    void newFile_openedByEightProcessesAtOnce_isOpenedByAll() throws Exception {
        List<ChildProcess> processes = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(new ChildProcess("open", file()));
            }
            for (ChildProcess process : processes) {
                assertThat(process.line()).isEqualTo("ready");
            }
            for (int round = 0; round < 10; round++) {
                openOnce(processes, directory.resolve("new" + round + "/app.db"));
            }
            for (ChildProcess process : processes) {
                assertThat(process.end()).isZero();
            }
        } finally {
            processes.forEach(ChildProcess::close);
        }
    }

    private static void openOnce(List<ChildProcess> processes, Path file) throws IOException {
        for (ChildProcess process : processes) {
            process.say(file.toString());
        }
        for (ChildProcess process : processes) {
            assertThat(process.line()).isEqualTo("opened");
        }
        try (SqlitePort port = SqliteFiles.open(file)) {
            assertThat(port.count(USERS, new Filter.All())).isEqualTo(PROCESSES);
        }
    }

    @Test
    @Rule("DUR-1")
    void writer_killed_keepsWhatItAcknowledged() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            try (ChildProcess process = new ChildProcess("write", file())) {
                for (int i = 0; i < 500; i++) {
                    acknowledged.add(process.line());
                }
                acknowledged.addAll(process.kill());
            }
            // The kill may have cut the last line; what is left of it is a key that came before, or none.
            acknowledged.removeIf(key -> !key.matches("[0-9]+-[0-9]+"));
            try (SqlitePort port = SqliteFiles.open(file())) {
                assertThat(port.read(USERS, acknowledged, Projection.METADATA).keySet())
                        .containsAll(acknowledged);
            }
            assertThat(SqliteFiles.query(file(), "PRAGMA integrity_check")).containsExactly("ok");
            assertThat(SqliteFiles.query(file(), "PRAGMA foreign_key_check")).isEmpty();
        }
    }

    @Test
    @Rule("ERR-6")
    void lock_heldByAnotherProcess_isTimeoutAtTheBound() throws Exception {
        SqliteOptions options = SqliteOptions.builder(file())
                .busyTimeout(Duration.ofMillis(200))
                .build();
        try (ChildProcess process = new ChildProcess("hold", file())) {
            assertThat(process.line()).isEqualTo("holding");
            try (SqlitePort port = SqliteFiles.open(options)) {
                assertThatThrownBy(() -> port.write(List.of(put("a")))).isInstanceOf(StorageTimeoutException.class);
                assertThat(port.count(USERS, new Filter.All())).isZero();
                assertThat(process.end()).isZero();
                port.write(List.of(put("a")));
            }
        }
    }

    @Test
    @Rule("SCAN-4")
    void scan_ofHundredThousandDocuments_fitsIntoSixtyFourMegabytes() throws Exception {
        try (ChildProcess process = new ChildProcess("stream", file(), "-Xmx64m")) {
            assertThat(process.line()).isEqualTo("read 100000");
            assertThat(process.end()).isZero();
        }
    }

    /** Kills each process at another place: when it adds an index and when it brings documents into it. */
    @Test
    @Rule("GROW-12")
    void growth_killedAgainAndAgain_goesOnWhereItWasAndEnds() throws Exception {
        SqliteOptions options = SqliteOptions.file(file());
        try (SqlitePort port = SqliteFiles.open(options, GrowingCollection.BEFORE)) {
            GrowingCollection.fill(port);
        }
        for (int lines : new int[] {1, 4, 9, 14, 30, 1, 12, 20}) {
            try (ChildProcess process = new ChildProcess("grow", file())) {
                String line = process.line();
                for (int i = 1; i < lines && !line.equals("grown"); i++) {
                    line = process.line();
                }
                process.kill();
            }
            assertThat(SqliteFiles.query(file(), "PRAGMA integrity_check")).containsExactly("ok");
            try (SqlitePort before = SqliteFiles.open(options, GrowingCollection.BEFORE)) {
                assertThat(before.count(GrowingCollection.BEFORE, new Filter.All()))
                        .isEqualTo(GrowingCollection.RECORDS);
            }
        }
        try (ChildProcess process = new ChildProcess("grow", file())) {
            int batches = 0;
            for (String line = process.line(); !line.equals("grown"); line = process.line()) {
                batches += line.equals("batch") ? 1 : 0;
            }
            assertThat(process.end()).isZero();
            assertThat(batches).isLessThan(GrowingCollection.RECORDS / 100); // the killed ones did some of it
        }
        try (SqlitePort port = SqliteFiles.open(options, GrowingCollection.AFTER)) {
            Filter rest = new Filter.In(new Field.Indexed("rest"), List.of(new IndexValue.IntegerValue(3)));
            Filter digit = new Filter.In(new Field.Indexed("digits"), List.of(new IndexValue.TextValue("7")));
            long sevens = IntStream.range(0, GrowingCollection.RECORDS)
                    .filter(i -> String.valueOf(i).contains("7"))
                    .count();
            assertThat(port.count(GrowingCollection.AFTER, rest)).isEqualTo(GrowingCollection.RECORDS / 10);
            assertThat(port.count(GrowingCollection.AFTER, new Filter.Present("itself")))
                    .isEqualTo(GrowingCollection.RECORDS);
            assertThat(port.count(GrowingCollection.AFTER, digit)).isEqualTo(sevens);
            assertThat(port.count(GrowingCollection.AFTER, new Filter.Search("words", List.of("number", "7"))))
                    .isEqualTo(sevens);
        }
    }
}
