// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.example.players;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.Stored;
import dev.storageport.example.players.storage.PlayerStorage;
import dev.storageport.example.players.storage.ProfileDocument;
import dev.storageport.fake.ManualClock;
import dev.storageport.test.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One test's application, upstream and clock, on the database that the build chose. */
final class ApplicationBench implements AutoCloseable {

    static final Instant START = Instant.parse("2026-02-25T07:06:00.123456Z");
    static final Duration MICROSECOND = Duration.ofNanos(1_000);
    static final Duration THRESHOLD = PlayerSettings.DEFAULTS.profileThreshold();
    static final Duration HALF = THRESHOLD.dividedBy(2);
    static final String ID = "abc123|def456";
    static final String BATTLETAG = "Ana-2217";

    final ManualClock clock = ManualClock.at(START);
    final ScriptedUpstream upstream = new ScriptedUpstream();
    private final TestDatabase database;
    private @Nullable Storage looking;
    private final Deque<Runnable> opened = new ArrayDeque<>();

    ApplicationBench(TestDatabase database) {
        this.database = database;
    }

    /** Opens the application, as one process of several. */
    PlayerApplication open() {
        return open(PlayerSettings.DEFAULTS, new SimpleMeterRegistry());
    }

    PlayerApplication open(PlayerSettings settings, MeterRegistry registry) {
        PlayerApplication application = PlayerApplication.open(database.url(), options(), upstream, settings, registry);
        opened.push(application::close);
        return application;
    }

    private StorageOptions options() {
        return StorageOptions.builder().clock(clock).outageRetry(Duration.ZERO).build();
    }

    /** Returns what is stored, to look at it; open until the test ends. */
    Storage stored() {
        if (looking == null) {
            Storage storage = Storage.open(database.url(), options(), PlayerApplication.collections());
            opened.push(storage::close);
            looking = storage;
        }
        return looking;
    }

    Stored<ProfileDocument> stored(String playerId) {
        return stored().collection(PlayerStorage.PROFILES).get(playerId).orElseThrow();
    }

    /** Calls on so many threads at once. */
    static <T> List<T> together(int threads, Callable<T> call) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> each : executor.invokeAll(Collections.nCopies(threads, call))) {
                results.add(each.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    /** Waits until it holds, which something in the background sees to; fails after a minute. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        upstream.gate.countDown();
        opened.forEach(Runnable::run);
    }
}
