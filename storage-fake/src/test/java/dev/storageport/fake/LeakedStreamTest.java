// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.StorageTimeoutException;
import dev.storageport.Stored;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of streams that nobody closed; rule LIFE-22. */
class LeakedStreamTest {

    record Note(String text) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    private final FakeDatabase database = new FakeDatabase();

    private Storage open(boolean leakDetection) {
        Storage storage = FakeStorage.open(
                database, StorageOptions.builder().leakDetection(leakDetection).build(), NOTES);
        storage.collection(NOTES).put("a", new Note("a"));
        return storage;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamThatNobodyCanReach_isLogged(boolean leakDetection) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Storage storage = open(leakDetection)) {
            System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
            leaveOpen(storage);
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!text(log).contains("was not closed") && System.nanoTime() - end < 0) {
                System.gc();
                Thread.onSpinWait();
            }
        } finally {
            System.setErr(before);
        }
        assertThat(text(log)).contains("memory: stream in collection notes: the stream was not closed");
        assertThat(text(log).contains("LeakedStreamTest.leaveOpen"))
                .as("whether the place where it was opened is told: %s", text(log))
                .isEqualTo(leakDetection);
    }

    private static String text(ByteArrayOutputStream log) {
        return log.toString(StandardCharsets.UTF_8);
    }

    private static void leaveOpen(Storage storage) {
        assertThat(storage.collection(NOTES).stream().iterator().hasNext()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void timeOut_namesTheOldestOfTheStreamsThatAreOpen(int streams) {
        try (Storage storage = open(false);
                Stream<Stored<Note>> kept = open(storage, streams)) {
            assertThat(kept).isNotNull();
            database.faults().failNext(1, () -> new StorageTimeoutException("waited", null));
            assertThatThrownBy(() -> storage.collection(NOTES).count())
                    .isInstanceOf(StorageTimeoutException.class)
                    .satisfies(late -> assertThat(
                                    String.valueOf(late.getMessage()).split("stream in collection notes for", -1))
                            .hasSize(Math.min(3, streams) + 1));
        }
    }

    private static Stream<Stored<Note>> open(Storage storage, int streams) {
        Stream<Stored<Note>> all = Stream.empty();
        for (int i = 0; i < streams; i++) {
            all = Stream.concat(all, storage.collection(NOTES).stream()); // closes both
        }
        return all;
    }
}
