// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.ReadPreference;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.event.StandbyReadEnded;
import dev.storageport.event.StandbyReadEnded.End;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * What reads from a standby give and cost, with PostgreSQL and a standby on this machine: gets alone, and gets of which each tenth follows a
 * put of the same document that it must show. Preferring the primary, and preferring a standby that is at once behind it or 5 ms.
 *
 * <p>The servers share the machine with the callers, so that a second server adds no power here as it does where it has a machine of its own:
 * what is seen is the price of a read, where it went, and that it showed what it had to.
 *
 * <p>Arguments: the rounds (3) and the seconds of each case (3).
 */
public final class StandbyReadCost {

    record Counter(long value) {}

    private static final CollectionSpec<Counter> COUNTERS =
            CollectionSpec.of("counters", Counter.class).build();
    private static final int THREADS = 8;
    private static final int READS_PER_WRITE = 9;
    private static final Duration FOUND_WITHIN = Duration.ofMinutes(1);

    /** Counts where reads went. */
    private static final class Ends implements StorageListener {

        private final Map<End, LongAdder> counts = new EnumMap<>(End.class);

        Ends() {
            Arrays.stream(End.values()).forEach(end -> counts.put(end, new LongAdder()));
        }

        @Override
        public void standbyReadEnded(StandbyReadEnded ended) {
            of(ended.end()).increment();
        }

        long count(End end) {
            return of(end).sum();
        }

        private LongAdder of(End end) {
            return Objects.requireNonNull(counts.get(end));
        }

        void clear() {
            counts.values().forEach(LongAdder::reset);
        }
    }

    /** What one thread did. */
    private record Done(long reads, long writes, long violations) {

        Done plus(Done other) {
            return new Done(reads + other.reads, writes + other.writes, violations + other.violations);
        }
    }

    private final PostgresServer standby;
    private final Storage storage;
    private final Ends ends;
    private final int rounds;
    private final int seconds;
    private long violations;

    private StandbyReadCost(PostgresServer standby, Storage storage, Ends ends, int rounds, int seconds) {
        this.standby = standby;
        this.storage = storage;
        this.ends = ends;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Ends ends = new Ends();
        try (PostgresServer primary = PostgresServer.start();
                PostgresServer standby = primary.startStandby("reader");
                Storage storage = Storage.open(
                        url(primary.address(), standby.address()),
                        StorageOptions.builder().listener(ends).build(),
                        COUNTERS)) {
            new StandbyReadCost(standby, storage, ends, rounds, seconds).run();
        }
    }

    private static String url(PostgresAddress primary, PostgresAddress standby) {
        String port = ":" + primary.port();
        return primary.url("postgres").replace(port + "/", port + "," + standby.host() + ":" + standby.port() + "/");
    }

    private void run() throws InterruptedException, ExecutionException {
        DocumentCollection<Counter> onPrimary = storage.collection(COUNTERS);
        DocumentCollection<Counter> onStandby = onPrimary.reading(ReadPreference.STANDBY);
        IntStream.range(0, THREADS).forEach(thread -> onPrimary.put(key(thread), new Counter(0)));
        long begun = System.nanoTime();
        while (ends.count(End.SERVED) == 0) {
            onStandby.get(key(0));
            if (System.nanoTime() - begun > FOUND_WITHIN.toNanos()) {
                throw new IllegalStateException("no standby was found");
            }
        }
        System.out.println(
                "reads/s, writes/s, reads of those that prefer a standby: served, behind, other; violations");
        for (int round = 0; round < rounds; round++) {
            for (String lag : List.of("0", "5ms")) {
                standby.configure("recovery_min_apply_delay", lag);
                for (boolean writing : new boolean[] {false, true}) {
                    measure("primary", lag, onPrimary, writing);
                    measure("standby", lag, onStandby, writing);
                }
            }
        }
        if (violations > 0) {
            throw new IllegalStateException(violations + " reads did not show what had been written before");
        }
    }

    private static String key(int thread) {
        return "counter-" + thread;
    }

    private void measure(String where, String lag, DocumentCollection<Counter> counters, boolean writing)
            throws InterruptedException, ExecutionException {
        ends.clear();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long begun = System.nanoTime();
            long end = begun + TimeUnit.SECONDS.toNanos(seconds);
            List<Future<Done>> running = IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(() -> use(counters, key(thread), writing, end)))
                    .toList();
            Done all = new Done(0, 0, 0);
            for (Future<Done> thread : running) {
                all = all.plus(thread.get());
            }
            double took = (System.nanoTime() - begun) / 1e9;
            violations += all.violations();
            long served = ends.count(End.SERVED);
            long behind = ends.count(End.BEHIND);
            long other = Arrays.stream(End.values()).mapToLong(ends::count).sum() - served - behind;
            System.out.printf(
                    Locale.ROOT,
                    "%s, standby %s behind, %s: %.0f, %.0f; %d, %d, %d; %d%n",
                    where,
                    lag,
                    writing ? "a put before each ninth get" : "gets alone",
                    all.reads() / took,
                    all.writes() / took,
                    served,
                    behind,
                    other,
                    all.violations());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Done use(DocumentCollection<Counter> counters, String key, boolean writing, long end) {
        long value = counters.get(key).orElseThrow().value().value();
        long reads = 1;
        long writes = 0;
        long violations = 0;
        while (System.nanoTime() < end) {
            if (writing && reads % READS_PER_WRITE == 0) {
                counters.put(key, new Counter(++value));
                writes++;
            }
            long found = counters.get(key).orElseThrow().value().value();
            reads++;
            if (found != value) {
                violations++;
            }
        }
        return new Done(reads, writes, violations);
    }
}
