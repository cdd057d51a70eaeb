// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Health;
import dev.storageport.LogStatus;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.TransactionOptions;
import dev.storageport.sqlite.SqliteOptions;
import dev.storageport.sqlite.SqliteStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * How long SQLite's log of writes becomes while readers overlap at every moment, and what keeping it short costs the writer. One thread
 * puts documents of 10 KB into a file of 4 MB as fast as it can; three others hold snapshots of 0.34 s each, one after another.
 *
 * <p>Arguments: an empty directory, the seconds with readers (60), and {@code FULL} or {@code NORMAL} ({@code NORMAL}).
 */
public final class LogUnderReaders {

    record Note(String text) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();
    private static final Note NOTE = new Note("x".repeat(10_000));
    private static final int DOCUMENTS = 400;
    private static final int READERS = 3;
    private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(340);

    private final Storage storage;
    private final DocumentCollection<Note> notes;
    private long longestLog;

    private LogUnderReaders(Storage storage) {
        this.storage = storage;
        notes = storage.collection(NOTES);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        SqliteOptions options = SqliteOptions.builder(directory.resolve("log.db"))
                .durability(SqliteOptions.Durability.valueOf(arguments.length > 2 ? arguments[2] : "NORMAL"))
                .build();
        try (Storage storage = SqliteStorage.open(options, StorageOptions.defaults(), NOTES)) {
            new LogUnderReaders(storage).run(seconds, options.logLimit());
        }
    }

    private void run(int seconds, long limit) throws InterruptedException {
        write(seconds / 6); // to warm up
        double before = write(seconds / 3);
        longestLog = 0;
        double beside = besideReaders(seconds);
        long longest = longestLog;
        double after = write(seconds / 3);
        System.out.printf(
                Locale.ROOT,
                "puts/s without readers %.0f and %.0f, beside them %.0f: %.2f of that; longest log %.1f MiB, limit %.1f MiB: %.2f of"
                        + " that%n",
                before,
                after,
                beside,
                beside / ((before + after) / 2),
                longest / 1048576.0,
                limit / 1048576.0,
                (double) longest / limit);
    }

    private double besideReaders(int seconds) throws InterruptedException {
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        AtomicBoolean end = new AtomicBoolean();
        for (int i = 0; i < READERS; i++) {
            readers.execute(() -> {
                while (!end.get()) {
                    read();
                }
            });
            LockSupport.parkNanos(READ_NANOS / READERS);
        }
        double rate = write(seconds);
        end.set(true);
        readers.shutdown();
        readers.awaitTermination(1, TimeUnit.MINUTES);
        return rate;
    }

    private void read() {
        storage.transact(TransactionOptions.snapshot(), open -> {
            long until = System.nanoTime() + READ_NANOS;
            long count = open.collection(NOTES).count();
            for (long left = READ_NANOS; left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return count + open.collection(NOTES).count();
        });
    }

    /** Returns how many documents were put in a second. */
    private double write(int seconds) {
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        long written = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            notes.put("key" + written % DOCUMENTS, NOTE);
            written++;
            if (written % 1000 == 0) {
                Health health = storage.health(Duration.ofSeconds(10));
                longestLog =
                        Math.max(longestLog, health.log().map(LogStatus::bytes).orElse(0L));
            }
        }
        return written * 1e9 / (System.nanoTime() - start);
    }
}
