// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.failover;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.postgres.server.PostgresServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** One primary that is killed under load, its standby that is promoted at once, and what the writers were told. */
final class FailoverRun {

    /**
     * What was seen.
     *
     * @param writesPerSecond acknowledged before the kill
     * @param promotionMillis how long the promotion took, as {@code pg_ctl} waits for it
     * @param fromKillMillis from the kill to the first acknowledged write that began after it
     * @param fromPromotionMillis from the order to promote to that write
     * @param acknowledged all writes that returned
     * @param lost those of them that are not there
     * @param unknown writes of which the library said that nobody can tell
     * @param unknownStored those of them that are there
     * @param failed writes of which it said that nothing was applied
     */
    record Figures(
            double writesPerSecond,
            double promotionMillis,
            double fromKillMillis,
            double fromPromotionMillis,
            int acknowledged,
            int lost,
            int unknown,
            int unknownStored,
            int failed) {}

    record Note(String text) {}

    private enum Told {
        DONE,
        UNKNOWN,
        FAILED
    }

    private record Write(String key, Told told, long begunNanos, long endedNanos) {}

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();
    private static final Note NOTE = new Note("x".repeat(200));
    private static final int WRITERS = 8;
    private static final Duration LOAD = Duration.ofMillis(1500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STANDBY = "standby_one";

    private final AtomicLong next = new AtomicLong();
    private final ConcurrentLinkedQueue<Write> writes = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private FailoverRun() {}

    /**
     * Runs.
     *
     * @param synchronous whether the primary waits for its standby on each commit
     * @param delay how long it takes until the standby has what the primary sends
     */
    static Figures of(boolean synchronous, Duration delay) throws IOException, InterruptedException {
        PostgresServerOptions options = PostgresServerOptions.defaults().withFsync(true);
        try (PostgresServer primary = PostgresServer.start(options);
                SlowLink link = new SlowLink(primary.address().port(), delay);
                PostgresServer standby = primary.startStandby(STANDBY, settings(primary.address(), link, delay))) {
            if (synchronous) {
                primary.configure("synchronous_standby_names", STANDBY);
            }
            return new FailoverRun().run(primary, standby);
        }
    }

    private static Map<String, String> settings(PostgresAddress primary, SlowLink link, Duration delay) {
        return delay.isZero()
                ? Map.of()
                : Map.of(
                        "primary_conninfo",
                        "host=" + primary.host() + " port=" + link.port() + " user=" + primary.user() + " password="
                                + primary.password() + " application_name=" + STANDBY);
    }

    private Figures run(PostgresServer primary, PostgresServer standby) throws InterruptedException {
        PostgresAddress first = primary.address();
        String url = "postgres://" + first.user() + ":" + first.password() + "@" + first + "," + standby.address()
                + "/postgres?poolSize=10&connectTimeout=2s";
        try (Storage storage = Storage.open(url, NOTES)) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            List<Thread> writers = start(notes);
            TimeUnit.NANOSECONDS.sleep(LOAD.toNanos());
            long killed = System.nanoTime();
            primary.kill();
            long dead = System.nanoTime();
            standby.promote();
            long promoted = System.nanoTime();
            long served = awaitWriteBegunAfter(dead);
            TimeUnit.NANOSECONDS.sleep(LOAD.toNanos());
            stopped = true;
            for (Thread writer : writers) {
                writer.join();
            }
            return figures(stored(notes), killed, dead, promoted, served);
        }
    }

    private List<Thread> start(DocumentCollection<Note> notes) {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Thread writer = new Thread(() -> write(notes), "writer-" + i);
            writers.add(writer);
            writer.start();
        }
        return writers;
    }

    private void write(DocumentCollection<Note> notes) {
        while (!stopped) {
            String key = "note-" + next.incrementAndGet();
            long begun = System.nanoTime();
            Told told = Told.DONE;
            try {
                notes.put(key, NOTE);
            } catch (StorageException failure) {
                told = failure.outcomeUnknown() ? Told.UNKNOWN : Told.FAILED;
            }
            writes.add(new Write(key, told, begun, System.nanoTime()));
        }
    }

    /** Returns when the first write was acknowledged that began after that moment. */
    private long awaitWriteBegunAfter(long moment) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            long served = writes.stream()
                    .filter(write -> write.told() == Told.DONE && write.begunNanos() - moment > 0)
                    .mapToLong(Write::endedNanos)
                    .min()
                    .orElse(0);
            if (served != 0) {
                return served;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException("no write came through within " + PATIENCE);
    }

    private static Set<String> stored(DocumentCollection<Note> notes) {
        Set<String> keys = new HashSet<>();
        try (Stream<String> all = notes.stream().map(stored -> stored.key())) {
            all.forEach(keys::add);
        }
        return keys;
    }

    private Figures figures(Set<String> stored, long killed, long dead, long promoted, long served) {
        long before = writes.stream()
                .filter(write -> write.told() == Told.DONE && write.endedNanos() - killed < 0)
                .count();
        long appliedAfterAll = writes.stream()
                .filter(write -> write.told() == Told.FAILED && stored.contains(write.key()))
                .count();
        if (appliedAfterAll > 0) {
            throw new IllegalStateException(appliedAfterAll + " writes are there that were said to have failed");
        }
        return new Figures(
                before / (LOAD.toMillis() / 1000.0),
                millis(promoted - dead),
                millis(served - killed),
                millis(served - dead),
                count(Told.DONE),
                count(Told.DONE) - present(Told.DONE, stored),
                count(Told.UNKNOWN),
                present(Told.UNKNOWN, stored),
                count(Told.FAILED));
    }

    private int count(Told told) {
        return (int) writes.stream().filter(write -> write.told() == told).count();
    }

    private int present(Told told, Set<String> stored) {
        return (int) writes.stream()
                .filter(write -> write.told() == told && stored.contains(write.key()))
                .count();
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
