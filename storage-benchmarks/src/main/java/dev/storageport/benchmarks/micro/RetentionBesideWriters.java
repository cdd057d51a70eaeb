// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.CollectionSpec;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.RetentionEnded.Outcome;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionPolicy;
import dev.storageport.sqlite.SqliteOptions;
import dev.storageport.sqlite.SqliteStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long puts take while a million documents of 1 KB are removed by age beside them. Puts begin at even intervals, whether or not those
 * before have ended, and each counts from the moment at which it was meant to begin. Retention, with its default pace, runs in every other turn
 * of some seconds, because what puts take alone differs on a shared machine from one minute to the next.
 *
 * <p>Arguments: an empty directory, {@code sqlite} or {@code postgres}, how many thousand documents (1000), seconds of a turn (10), puts a second
 * (200); and to look for a pace, batch size and pause in milliseconds (0 and any: those of the library).
 */
public final class RetentionBesideWriters {

    record Note(String text) {}

    /** Those of puts in turns without retention, and in turns with it. */
    private record Latencies(Histogram alone, Histogram beside) {

        Latencies() {
            this(new Histogram(LONGEST.toNanos(), 3), new Histogram(LONGEST.toNanos(), 3));
        }
    }

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).indexUpdatedAt().build();
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int CALLERS = 4;
    private static final int FILLED_AT_ONCE = 1_000;
    private static final Duration OLD = Duration.ofDays(8);

    private final Storage storage;
    private final DocumentCollection<Note> notes;
    private final int perSecond;
    private final Random random = new Random(1);

    private volatile Latencies latencies = new Latencies();

    private volatile boolean beside;
    private volatile boolean ended;

    private RetentionBesideWriters(Storage storage, int perSecond) {
        this.storage = storage;
        this.notes = storage.collection(NOTES);
        this.perSecond = perSecond;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        Database database = Database.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        int documents = 1000 * number(arguments, 2, 1_000);
        int seconds = number(arguments, 3, 10);
        int perSecond = number(arguments, 4, 200);
        AtomicBoolean isOld = new AtomicBoolean(true);
        StorageOptions options = StorageOptions.builder()
                .clock(() -> isOld.get() ? Instant.now().minus(OLD) : Instant.now())
                .build();
        if (database == Database.SQLITE) {
            Path file = directory.resolve("retention.db");
            try (Storage storage =
                    SqliteStorage.open(SqliteOptions.builder(file).build(), options, NOTES)) {
                new RetentionBesideWriters(storage, perSecond)
                        .run(arguments, documents, seconds, isOld, () -> Files.size(file));
            }
        } else {
            try (PostgresServer server = PostgresServer.start()) {
                server.address().createDatabase("retention");
                try (Storage storage = Storage.open(server.address().url("retention"), options, NOTES)) {
                    new RetentionBesideWriters(storage, perSecond)
                            .run(arguments, documents, seconds, isOld, () -> size(server));
                }
            }
        }
    }

    private static int number(String[] arguments, int place, int otherwise) {
        return arguments.length > place ? Integer.parseInt(arguments[place]) : otherwise;
    }

    /** How many bytes the database takes. */
    private interface Size {
        long bytes() throws IOException, SQLException;
    }

    private static long size(PostgresServer server) throws SQLException {
        try (Connection connection = server.address().connect("retention");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_database_size('retention')")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void run(String[] arguments, int documents, int seconds, AtomicBoolean isOld, Size size)
            throws IOException, InterruptedException, SQLException {
        fill("old", documents);
        isOld.set(false);
        fill("new", documents / 10);
        long before = size.bytes();
        Retention.Builder builder = Retention.builder(storage)
                .policy(NOTES, RetentionPolicy.maxAge(Duration.ofDays(7)))
                .atMostShare(1);
        if (number(arguments, 5, 0) > 0) {
            builder.batchSize(number(arguments, 5, 0)).pause(Duration.ofMillis(number(arguments, 6, 0)));
        }
        List<RetentionEnded> runs = new ArrayList<>();
        Thread turns = new Thread(() -> takeTurns(builder, Duration.ofSeconds(seconds), runs));
        turns.start();
        puts();
        turns.join();
        Histogram besideIt = latencies.beside();
        Histogram alone = latencies.alone();
        print("alone", alone);
        print("beside retention", besideIt);
        System.out.printf(
                Locale.ROOT,
                "p99 beside it is %.2f times that alone; the goal is at most 2%n",
                (double) besideIt.getValueAtPercentile(99) / alone.getValueAtPercentile(99));
        System.out.printf(
                Locale.ROOT,
                "%s; %d documents in %d batches in %d s of %d turns%n",
                runs.get(runs.size() - 1).outcome(),
                runs.stream().mapToLong(RetentionEnded::documents).sum(),
                runs.stream().mapToLong(RetentionEnded::batches).sum(),
                runs.stream().mapToLong(run -> run.duration().toSeconds()).sum(),
                runs.size());
        System.out.printf(
                Locale.ROOT,
                "database %.0f MiB before, %.0f MiB after%n",
                before / 1048576.0,
                size.bytes() / 1048576.0);
    }

    /** Lets puts have the database alone for a turn, to warm up and then to be measured, and retention run beside them in the next, until all is removed. */
    private void takeTurns(Retention.Builder builder, Duration turn, List<RetentionEnded> runs) {
        try {
            Thread.sleep(turn.toMillis());
            latencies = new Latencies();
            Outcome outcome = Outcome.STOPPED;
            while (outcome == Outcome.STOPPED) {
                Thread.sleep(turn.toMillis());
                Retention retention = builder.build();
                beside = true;
                Thread run = new Thread(
                        () -> runs.add(retention.runOnce().collections().get(0)));
                run.start();
                run.join(turn.toMillis());
                retention.close();
                run.join();
                beside = false;
                outcome = runs.get(runs.size() - 1).outcome();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
        }
    }

    private void fill(String prefix, int documents) {
        for (int first = 0; first < documents; first += FILLED_AT_ONCE) {
            List<Document<Note>> batch = new ArrayList<>();
            for (int i = 0; i < FILLED_AT_ONCE && first + i < documents; i++) {
                batch.add(Document.of(prefix + (first + i), note()));
            }
            notes.putAll(batch);
        }
    }

    private Note note() {
        byte[] bytes = new byte[740];
        random.nextBytes(bytes);
        return new Note(Base64.getEncoder().encodeToString(bytes));
    }

    /** Puts until the turns have ended. */
    private void puts() throws InterruptedException {
        AtomicLong next = new AtomicLong();
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long start = System.nanoTime();
        Note note = note();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(() -> {
                while (!ended) {
                    long intended = start + next.getAndIncrement() * interval;
                    for (long wait = intended - System.nanoTime(); wait > 0; wait = intended - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    boolean besideIt = beside;
                    notes.put("put" + (intended - start) / interval % 10_000, note);
                    record(besideIt, System.nanoTime() - intended);
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
    }

    private void record(boolean besideIt, long latency) {
        Histogram histogram = besideIt ? latencies.beside() : latencies.alone();
        synchronized (histogram) {
            histogram.recordValue(latency);
        }
    }

    private static void print(String when, Histogram latencies) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d puts, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, longest %.1f ms%n",
                when,
                latencies.getTotalCount(),
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6,
                latencies.getValueAtPercentile(99.9) / 1e6,
                latencies.getMaxValue() / 1e6);
    }
}
