// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.benchmarks.contestant.Json;
import dev.storageport.benchmarks.contestant.SqlFailures;
import dev.storageport.benchmarks.workload.Caller;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.MixedLoad;
import dev.storageport.benchmarks.workload.Workload;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LoopsTest {

    private static final Data DATA = new Data(100, 10);

    private static List<Caller> callers(int number) {
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            callers.add(new Caller(DATA, new MixedLoad(), i, i));
        }
        return callers;
    }

    @Test
    void closedLoop_failures_areCountedByKindAndNotAsDone() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();

        Round round = ClosedLoop.run(
                caller -> {
                    Thread.sleep(1);
                    if (calls.incrementAndGet() % 2 == 0) {
                        throw new SQLException("busy", "40001");
                    }
                },
                callers(4),
                Duration.ofMillis(20),
                Duration.ofMillis(60));

        assertThat(round.errors()).containsOnlyKeys("SQLException (40001)");
        assertThat(round.latencies().getTotalCount() + round.errors().getOrDefault("SQLException (40001)", 0L))
                .isEqualTo(round.operations());
        assertThat(round.rate()).isPositive();
    }

    @Test
    void openLoop_sendsEveryRequestOnceAndCountsFromTheIntendedStart() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();

        // One caller for requests that take longer than their interval: those behind wait, and their latency says so.
        Round round = OpenLoop.run(
                caller -> {
                    if (calls.incrementAndGet() <= 20) {
                        Thread.sleep(10);
                    }
                },
                callers(1),
                200,
                Duration.ofSeconds(1));

        assertThat(calls).hasValue(200);
        assertThat(round.operations()).isEqualTo(200);
        assertThat(round.latencies().getMaxValue())
                .isGreaterThan(Duration.ofMillis(80).toNanos());
    }

    @Test
    void kind_ofALockedDatabase_saysSo() {
        assertThat(SqlFailures.kind(
                        new IllegalStateException(new SQLException("[SQLITE_BUSY] The database file is locked"))))
                .isEqualTo("IllegalStateException (locked)");
        assertThat(SqlFailures.kind(new IllegalStateException("x"))).isEqualTo("IllegalStateException");
        assertThat(SqlFailures.isConflict(new RuntimeException(new SQLException("x", "40P01"))))
                .isTrue();
    }

    @Test
    void data_isTheSameForTheSameKeyAndAboutAKilobyte() {
        assertThat(DATA.player(7)).isEqualTo(new Data(100, 10).player(7));
        double size = new Random(1)
                .ints(200, 0, 4_096)
                .map(i -> Json.text(DATA.player(i)).length())
                .average()
                .orElse(0);
        assertThat(size).isBetween(900.0, 1_000.0);
        assertThat(DATA.page(3)).hasSize(60_000);
    }

    @Test
    void closedLoop_attemptsOfTransactions_areCounted() throws InterruptedException {
        Round round = ClosedLoop.run(
                caller -> {
                    Thread.sleep(1);
                    Workload.TRANSFER.run(SampleContestants.withAttempts(3), caller);
                },
                callers(2),
                Duration.ofMillis(5),
                Duration.ofMillis(30));

        assertThat(round.attempts()).isPositive().isEqualTo(3 * round.operations());
    }
}
