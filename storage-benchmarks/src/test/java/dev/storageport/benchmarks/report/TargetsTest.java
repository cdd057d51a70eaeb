// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.SampleRows;
import dev.storageport.benchmarks.measure.Steady;
import dev.storageport.benchmarks.report.Targets.Target;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TargetsTest {

    private static Target target(String what) {
        return Targets.all().stream()
                .filter(target -> target.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private static Results rates(Database database, Workload workload, int threads, double ours, double... theirs) {
        Results results = new Results();
        results.add(SampleRows.row(database, workload, threads, Contestant.LIBRARY, ours));
        for (double rate : theirs) {
            String name = rate == theirs[0] ? Contestant.JDBC : "JDBC, another way";
            results.add(SampleRows.row(database, workload, threads, name, rate));
        }
        return results;
    }

    @Test
    void met_rateAtTheBound_isMet() {
        Target target = target("PostgreSQL, put, 100 callers: rate to JDBC");

        assertThat(target.met(rates(Database.POSTGRES, Workload.PUT, 100, 2_800, 1_000)))
                .contains(true);
        assertThat(target.met(rates(Database.POSTGRES, Workload.PUT, 100, 2_799, 1_000)))
                .contains(false);
    }

    @Test
    void met_notMeasured_isNeither() {
        for (Target target : Targets.all()) {
            assertThat(target.met(new Results())).as(target.what()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void met_latency_isAtMostTheBound() {
        Target target = target("SQLite, put, 100 callers: p99 to JDBC");
        Results results = new Results();
        results.add(SampleRows.row(Database.SQLITE, "put", 100, Contestant.JDBC, 1, 100, Map.of()));
        results.add(SampleRows.row(Database.SQLITE, "put", 100, Contestant.LIBRARY, 1, 21, Map.of()));

        assertThat(target.measured().apply(results)).contains(0.21);
        assertThat(target.met(results)).contains(false);
    }

    @Test
    void met_putAll_isComparedWithTheBestWay() {
        Target target = target("PostgreSQL, putAll of 10,000, new, 1 caller: rate to the best way beside it");

        assertThat(target.measured().apply(rates(Database.POSTGRES, Workload.PUT_ALL_NEW, 1, 90, 80, 100)))
                .contains(0.9);
    }

    @Test
    void met_lockedErrors_countTheLibrarysOnly() {
        Target target = target("SQLite, put, 100 callers: \"locked\" errors");
        Results results = new Results();
        results.add(SampleRows.row(Database.SQLITE, "put", 100, Contestant.JDBC, 1, 1, Map.of("x (locked)", 7L)));
        results.add(SampleRows.row(Database.SQLITE, "put", 100, Contestant.LIBRARY, 1, 1, Map.of()));
        assertThat(target.met(results)).contains(true);

        results = new Results();
        results.add(SampleRows.row(Database.SQLITE, "put", 100, Contestant.LIBRARY, 1, 1, Map.of("x (locked)", 1L)));
        assertThat(target.met(results)).contains(false);
    }

    @Test
    void met_steadyLoad_oneFailureIsTooMany() {
        Target target = target("SQLite, mixed load at 200 requests/s: success");
        Results results = new Results();
        results.add(SampleRows.row(Database.SQLITE, Steady.TITLE, 100, Contestant.LIBRARY, 200, 1, Map.of("x", 1L)));

        assertThat(target.measured().apply(results)).contains(99.9);
        assertThat(target.met(results)).contains(false);
    }
}
