// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.util.Map;

/** Rows made up for tests. */
public final class SampleRows {

    private SampleRows() {}

    public static Row row(Database database, Workload workload, int threads, String contestant, double rate) {
        return row(database, workload.title(), threads, contestant, rate, 1, Map.of());
    }

    public static Row row(
            Database database,
            String workload,
            int threads,
            String contestant,
            double rate,
            double latency,
            Map<String, Long> errors) {
        return new Row(
                database,
                workload,
                threads,
                contestant,
                rate,
                rate * 0.9,
                rate * 1.1,
                latency,
                latency,
                latency,
                latency,
                latency,
                1_000,
                1_000,
                2,
                errors,
                2_000,
                30);
    }
}
