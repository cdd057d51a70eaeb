// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.micrometer;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.Summary;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was last found out about a storage by asking its database. Never asked on the thread of who wants to know:
 *
 * <pre>
 *   scrape ──► the last findings, or NaN          at once
 *      └─ too old, and nobody asks already ──► a thread asks ──► findings
 * </pre>
 */
final class Findings {

    /** How long a check of health may take. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    /** After asking took so long, it is not asked again for this many times as long. */
    private static final int SHARE = 10;

    /** How many times as old as they should be findings may become before they are none. */
    private static final int STALE = 3;

    private record Found(
            long atNanos, long tookNanos, @Nullable Health health, Map<String, Summary> summaries) {}

    private final long refreshNanos;
    private final boolean documents;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable Storage storage;
    private volatile @Nullable Found found;

    Findings(Duration refresh, boolean documents) {
        this.refreshNanos = refresh.toNanos();
        this.documents = documents;
    }

    void opened(Storage opened) {
        found = null;
        storage = opened;
    }

    void closed() {
        storage = null;
        found = null;
    }

    /** Returns a figure of the pool as it is now; no I/O. */
    double pool(Function<PoolStatus, Integer> figure) {
        Storage present = storage;
        return present == null
                ? Double.NaN
                : present.pool().map(figure).map(Integer::doubleValue).orElse(Double.NaN);
    }

    double health(ToDoubleFunction<Health> figure) {
        Health last = recent().map(Found::health).orElse(null);
        return last == null ? Double.NaN : figure.applyAsDouble(last);
    }

    double documents(String collection, ToDoubleFunction<Summary> figure) {
        Summary last =
                recent().map(findings -> findings.summaries().get(collection)).orElse(null);
        return last == null ? Double.NaN : figure.applyAsDouble(last);
    }

    private Optional<Found> recent() {
        Found last = found;
        long age = last == null ? Long.MAX_VALUE : System.nanoTime() - last.atNanos();
        long due = last == null ? refreshNanos : Math.max(refreshNanos, SHARE * last.tookNanos());
        if (age >= due) {
            ask();
        }
        return last == null || age >= STALE * due ? Optional.empty() : Optional.of(last);
    }

    private void ask() {
        if (storage != null && asking.compareAndSet(false, true)) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            refresh();
                        } finally {
                            asking.set(false);
                        }
                    },
                    "storageport-metrics");
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError noThread) { // the next scrape tries again
                asking.set(false);
            }
        }
    }

    /** Asks on this thread. */
    void refresh() {
        Storage present = storage;
        if (present == null) {
            return;
        }
        long begun = System.nanoTime();
        Health health = present.health(BOUND);
        Map<String, Summary> summaries = health.live() && documents ? summaries(present) : Map.of();
        long now = System.nanoTime();
        if (storage == present) {
            found = new Found(now, now - begun, health, summaries);
        }
    }

    private static Map<String, Summary> summaries(Storage storage) {
        try {
            return storage.summaries();
        } catch (StorageException down) {
            return Map.of(); // since the check of its health; the gauges say NaN, and the next findings whether it is
            // live
        }
    }
}
