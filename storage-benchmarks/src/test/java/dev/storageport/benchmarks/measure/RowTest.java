// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.storageport.benchmarks.workload.Database;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class RowTest {

    private static Round round(double rate, Map<String, Long> errors, long... millis) {
        Histogram latencies = Latencies.none();
        for (long each : millis) {
            Latencies.add(latencies, each * 1_000_000);
        }
        return new Round(
                millis.length,
                2L * millis.length,
                rate,
                latencies,
                errors,
                1_000L * millis.length,
                5_000L * millis.length);
    }

    @Test
    void median_ofOddEvenAndNone() {
        assertThat(Row.median(3, 1, 2)).isEqualTo(2);
        assertThat(Row.median(4, 1, 2, 3)).isEqualTo(2.5);
        assertThat(Row.median()).isZero();
    }

    @Test
    void of_severalRounds_medianOfRatesAndLatenciesTogether() {
        Row row = Row.of(
                Database.SQLITE,
                "put",
                16,
                "JDBC",
                10,
                List.of(
                        round(30, Map.of("a", 1L), 1, 1, 1),
                        round(10, Map.of("a (locked)", 2L), 1, 100),
                        round(20, Map.of("a", 1L), 1)));

        assertThat(row.rate()).isEqualTo(200);
        assertThat(row.slowest()).isEqualTo(100);
        assertThat(row.fastest()).isEqualTo(300);
        assertThat(row.p50()).isCloseTo(1, within(0.01));
        assertThat(row.max()).isCloseTo(100, within(0.2));
        assertThat(row.operations()).isEqualTo(6);
        assertThat(row.attempts()).isEqualTo(12);
        assertThat(row.rounds()).isEqualTo(3);
        assertThat(row.failed()).isEqualTo(4);
        assertThat(row.locked()).isEqualTo(2);
        assertThat(row.allocated()).isEqualTo(1_000);
        assertThat(row.processor()).isEqualTo(5);
    }

    @Test
    void of_roundInWhichNothingSucceeded_isNotCounted() {
        Row row =
                Row.of(Database.SQLITE, "put", 1, "JDBC", 1, List.of(round(1, Map.of(), 5), round(0, Map.of("a", 1L))));

        assertThat(row.rounds()).isEqualTo(1);
    }

    @Test
    void futile_failedOperationsAndFurtherAttempts_areIt() {
        Row row = Row.of(Database.SQLITE, "put", 1, "JDBC", 1, List.of(round(1, Map.of("a", 1L), 1, 1, 1, 1)));

        assertThat(row.futile()).isCloseTo(1 - 3 / 8.0, within(1e-9));
        assertThat(row.of("another").workload()).isEqualTo("another");
        assertThat(row.of("put")).isEqualTo(row);
    }

    @Test
    void of_nothingDone_isAllZero() {
        Row row = Row.of(Database.SQLITE, "put", 1, "JDBC", 1, List.of());

        assertThat(row.rate()).isZero();
        assertThat(row.max()).isZero();
    }

    @Test
    void latencies_beyondTheLongest_areRecordedAsTheLongest() {
        Histogram latencies = Latencies.none();

        Latencies.add(latencies, Long.MAX_VALUE);
        Latencies.add(latencies, -1);

        assertThat(latencies.getTotalCount()).isEqualTo(2);
    }
}
