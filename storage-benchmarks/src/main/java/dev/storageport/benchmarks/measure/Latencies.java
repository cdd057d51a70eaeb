// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Histograms of latencies in nanoseconds: three significant digits, up to ten minutes. */
final class Latencies {

    private static final long LONGEST = Duration.ofMinutes(10).toNanos();

    private Latencies() {}

    static Histogram none() {
        return new Histogram(LONGEST, 3);
    }

    static void add(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(1, Math.min(nanos, LONGEST)));
    }
}
