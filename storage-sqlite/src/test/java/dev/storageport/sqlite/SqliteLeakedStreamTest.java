// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.StorageTimeoutException;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that nobody closes hold readers: who waits for one hears of them, and they come back when nobody can read them any more. */
final class SqliteLeakedStreamTest {

    private static final int READERS = 4;

    @TempDir
    Path directory;

    private Storage open() {
        Storage storage = SqliteStorage.open(
                SqliteOptions.builder(directory.resolve("app.db"))
                        .readers(READERS)
                        .poolTimeout(Duration.ofMillis(250))
                        .build(),
                StorageOptions.defaults(),
                NOTES);
        storage.collection(NOTES).put("a", note("a"));
        storage.collection(NOTES).put("b", note("b"));
        return storage;
    }

    private static void leave(DocumentCollection<Note> notes, List<Stream<Stored<Note>>> kept) {
        for (int i = 0; i < READERS; i++) {
            Stream<Stored<Note>> stream = notes.stream();
            assertThat(stream.iterator().hasNext()).isTrue();
            kept.add(stream);
        }
    }

    @Test
    @Rule("LIFE-22")
    void timeOut_whileStreamsHoldEveryReader_namesTheOldestOfThem() {
        try (Storage storage = open()) {
            List<Stream<Stored<Note>>> kept = new ArrayList<>();
            leave(storage.collection(NOTES), kept);
            assertThatThrownBy(() -> storage.collection(NOTES).get("a"))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageMatching(
                            "SQLite: get in collection notes.*; streams that are open hold connections, 4 here,"
                                    + " the oldest of them stream in collection notes for PT.*S, stream in collection notes for"
                                    + " PT.*S, stream in collection notes for PT[^,]*S");
            kept.forEach(Stream::close);
            assertThat(storage.collection(NOTES).get("a")).isPresent();
        }
    }

    @Test
    @Rule("LIFE-22")
    void streamsThatNobodyCanReach_giveTheirReadersBack() {
        try (Storage storage = open()) {
            leave(storage.collection(NOTES), new ArrayList<>());
            assertThat(storage.pool().orElseThrow().inUse()).isEqualTo(READERS);
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (storage.pool().orElseThrow().inUse() > 0 && System.nanoTime() - end < 0) {
                System.gc();
                Thread.onSpinWait();
            }
            assertThat(storage.pool().orElseThrow().inUse())
                    .as("readers in use after a garbage collection")
                    .isZero();
            assertThat(storage.collection(NOTES).get("a")).isPresent();
        }
    }

    @Test
    @Rule("LIFE-22")
    void streamReadToItsEnd_isNotLeftOpen() {
        try (Storage storage = open()) {
            assertThat(storage.collection(NOTES).stream().toList()).hasSize(2);
            assertThat(storage.pool().orElseThrow().inUse()).isZero();
        }
    }
}
