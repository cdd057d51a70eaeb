// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.RecordStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns a backend's figures into a summary: times of change become ages by the storage's clock. */
final class Summaries {

    static final List<Integer> PERCENTILES = List.of(50, 90, 99);

    private Summaries() {}

    static Summary of(RecordStatistics figures, Instant now) {
        return new Summary(
                figures.records(),
                figures.bodyBytes(),
                figures.contentRawBytes(),
                figures.contentStoredBytes(),
                figures.oldest(),
                figures.newest(),
                age(figures, 0, now),
                age(figures, 1, now),
                age(figures, 2, now));
    }

    private static Optional<Duration> age(RecordStatistics figures, int percentile, Instant now) {
        List<Instant> times = figures.updatedAtPercentiles();
        return times.isEmpty() ? Optional.empty() : Optional.of(StorageClock.age(times.get(percentile), now));
    }
}
