// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.StorageTimeoutException;
import dev.storageport.Stored;
import dev.storageport.tck.rule.Rule;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waits that reach their bound, what works once the reason is gone, and far more callers than connections; rules ERR-6, CONC-10. */
final class SqliteExhaustionTest {

    record Note(List<String> lines) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();
    private static final Note EMPTY = new Note(List.of());
    private static final int VIRTUAL = 10_000;
    private static final int PLATFORM = 400;
    private static final int COUNTERS = 50;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private SqliteOptions options() {
        return SqliteOptions.builder(directory.resolve("app.db"))
                .durability(SqliteOptions.Durability.NORMAL)
                .build();
    }

    private static Storage open(SqliteOptions options) {
        Storage storage = SqliteStorage.open(options, StorageOptions.defaults(), NOTES);
        storage.collection(NOTES).put("here", EMPTY);
        return storage;
    }

    private static void assertIdle(Storage storage) {
        assertThat(storage.collection(NOTES).get("here")).isPresent();
        assertThat(storage.collection(NOTES).put("written", EMPTY)).isNotNull();
        // The health check itself uses one.
        assertThat(storage.health(Duration.ofSeconds(10)).pool().orElseThrow())
                .satisfies(pool -> assertThat(pool.inUse()).isLessThanOrEqualTo(1))
                .satisfies(pool -> assertThat(pool.waiting()).isZero());
    }

    @Test
    @Rule("ERR-6")
    void err6_readersHeldByStreams_failReadsNotWrites() {
        try (Storage storage = open(options().toBuilder()
                .readers(2)
                .poolTimeout(Duration.ofMillis(250))
                .build())) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            List<Stream<Stored<Note>>> open = List.of(notes.stream(), notes.stream());
            assertExhausted(() -> notes.get("here"));
            assertExhausted(notes::count);
            assertExhausted(notes::stream);
            notes.put("other", EMPTY);
            open.forEach(Stream::close);
            assertThat(notes.contains("other")).isTrue();
            assertIdle(storage);
        }
    }

    private static void assertExhausted(Runnable operation) {
        assertThatThrownBy(operation::run)
                .isInstanceOfSatisfying(
                        StorageTimeoutException.class,
                        timeout -> assertThat(timeout.outcomeUnknown()).isFalse())
                .hasMessageContaining("PT0.25S")
                .hasMessageContaining("pool of 2, in use 2");
    }

    @Test
    @Rule("ERR-6")
    void err6_fileLockedByAForeignConnection_isATimeoutOfEachWriterAndNothingIsApplied() throws Exception {
        Duration bound = Duration.ofMillis(300);
        SqliteOptions options =
                options().toBuilder().busyTimeout(bound).lockTimeout(bound).build();
        try (Storage storage = open(options);
                Connection foreign = SqliteFiles.connect(options.file().orElseThrow())) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            SqliteFiles.execute(foreign, "BEGIN IMMEDIATE");
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String key = "refused-" + i;
                calls.add(threads.submit(() -> notes.put(key, EMPTY)));
            }
            for (Future<?> call : calls) {
                assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                StorageTimeoutException.class,
                                timeout -> assertThat(timeout.outcomeUnknown()).isFalse())
                        .hasMessageContaining("PT0.3S");
            }
            assertThat(notes.keys(Condition.all())).containsExactly("here");
            SqliteFiles.execute(foreign, "ROLLBACK");
            assertIdle(storage);
        }
    }

    @Test
    @Rule("ERR-6")
    void err6_fileLockedByAnotherProcess_isATimeoutAndGoneWithTheProcess() throws Exception {
        SqliteOptions options =
                options().toBuilder().busyTimeout(Duration.ofMillis(300)).build();
        try (Storage storage = open(options);
                ChildProcess holder = new ChildProcess("hold", options.file().orElseThrow())) {
            assertThat(holder.line()).isEqualTo("holding");
            assertThatThrownBy(() -> storage.collection(NOTES).put("refused", EMPTY))
                    .isInstanceOf(StorageTimeoutException.class)
                    .hasMessageContaining("another process");
            assertThat(storage.collection(NOTES).count()).isEqualTo(1);
            assertThat(holder.kill()).isEmpty();
            assertIdle(storage);
            assertThat(storage.collection(NOTES).contains("refused")).isFalse();
        }
    }

    @Test
    void conc10_manyThousandCallers_readWriteAndTransactWithoutError() throws Exception {
        ExecutorService virtual = perCall();
        int callers = virtual == null ? PLATFORM : VIRTUAL;
        try (Storage storage = open(options())) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            for (int i = 0; i < COUNTERS; i++) {
                notes.put("counter-" + i, EMPTY);
            }
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                calls.add((virtual == null ? threads : virtual).submit(() -> call(storage, caller)));
            }
            for (Future<?> call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS)).isNull();
            }
            assertThat(notes.count()).isEqualTo(callers + COUNTERS + 1);
            int counted = notes.find(Condition.keyStartsWith("counter-")).stream()
                    .mapToInt(each -> each.value().lines().size())
                    .sum();
            assertThat(counted).isEqualTo((callers + 3) / 4);
            assertIdle(storage);
        }
    }

    private static void call(Storage storage, int caller) {
        DocumentCollection<Note> notes = storage.collection(NOTES);
        String key = "put-" + caller;
        notes.put(key, EMPTY);
        assertThat(notes.get(key).orElseThrow().value()).isEqualTo(EMPTY);
        if (caller % 4 == 0) {
            String counter = "counter-" + caller / 4 % COUNTERS;
            storage.transactWithoutResult(open -> assertThat(
                            open.collection(NOTES).update(counter, old -> and(old, key)))
                    .isPresent());
        }
    }

    private static Note and(Note old, String line) {
        List<String> lines = new ArrayList<>(old.lines());
        lines.add(line);
        return new Note(lines);
    }

    /** Returns an executor of virtual threads, or nothing on Java 17, which has none. */
    private static @Nullable ExecutorService perCall() throws IllegalAccessException {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | InvocationTargetException none) {
            return null;
        }
    }
}
