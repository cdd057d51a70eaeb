// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ReadPreference;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.event.StandbyReadEnded;
import dev.storageport.event.StandbyReadEnded.End;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts how reads on standbys ended. */
final class HeardStandbyReads implements StorageListener {

    /** Longer than the longest pause between two searches for a standby. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<End, AtomicLong> ends = new ConcurrentHashMap<>();
    private volatile @Nullable StandbyReadEnded last;

    /** Returns the options of a storage that reads from standbys and is heard here. */
    StorageOptions standbyFirst(Duration wait) {
        return StorageOptions.builder()
                .readPreference(ReadPreference.STANDBY)
                .standbyWait(wait)
                .listener(this)
                .build();
    }

    @Override
    public void standbyReadEnded(StandbyReadEnded ended) {
        ends.computeIfAbsent(ended.end(), first -> new AtomicLong()).incrementAndGet();
        last = ended;
    }

    long count(End end) {
        AtomicLong count = ends.get(end);
        return count == null ? 0 : count.get();
    }

    /** Returns how the last read ended. */
    End last() {
        StandbyReadEnded present = last;
        if (present == null) {
            throw new AssertionError("no read has preferred a standby");
        }
        return present.end();
    }

    /** Reads until a read has ended so, and returns what that one has read. */
    <R> R until(End end, Supplier<R> read) {
        return until(end, read, () -> last() == end);
    }

    /** Reads until what is expected of the reads that ended so has come about. */
    <R> R until(End end, Supplier<R> read, BooleanSupplier expected) {
        long begun = System.nanoTime();
        while (true) {
            R result = read.get();
            if (expected.getAsBoolean()) {
                return result;
            }
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new AssertionError("no read ended " + end + " within " + PATIENCE + ", but so: " + ends);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public String toString() {
        return ends.toString();
    }
}
