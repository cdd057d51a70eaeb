// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.benchmarks.disk.SlowerDisk;
import dev.storageport.benchmarks.measure.Figure;
import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.SampleRows;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.measure.Steady;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TargetsTest {

    private static Target target(String what, String beside) {
        return Targets.all().stream()
                .filter(target -> target.what().equals(what) && target.beside().equals(beside))
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
        Target target = target("PostgreSQL, put, 100 callers: rate", Contestant.JDBC);

        assertThat(target.met(rates(Database.POSTGRES, Workload.PUT, 100, 2_000, 1_000)))
                .contains(true);
        assertThat(target.met(rates(Database.POSTGRES, Workload.PUT, 100, 1_999, 1_000)))
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
        Target target = target("SQLite, put, 100 callers: p99", Contestant.JDBC);
        Results results = new Results();
        results.add(SampleRows.row(Database.SQLITE, "put", 100, Contestant.JDBC, 1, 100, Map.of()));
        results.add(SampleRows.row(Database.SQLITE, "put", 100, Contestant.LIBRARY, 1, 21, Map.of()));

        assertThat(target.measured().apply(results)).contains(0.21);
        assertThat(target.met(results)).contains(false);
    }

    @Test
    void all_haveNamesOfTheirOwn() {
        assertThat(Targets.all())
                .extracting(target -> target.what() + " to " + target.beside())
                .doesNotHaveDuplicates();
    }

    @Test
    void met_equalTable_hasABoundOfItsOwn() {
        Target target = target("SQLite, update, 1 caller: rate", Contestant.EQUAL);
        Results results = rates(Database.SQLITE, Workload.UPDATE, 1, 100, 1_000);
        assertThat(target.met(results)).isEmpty();

        results.add(SampleRows.row(Database.SQLITE, Workload.UPDATE, 1, Contestant.EQUAL, 90));
        assertThat(target.met(results)).contains(true);
    }

    @Test
    void met_slowerDisk_isComparedWithinIt() {
        Target target = target("SQLite, put, sync of 120 us, 100 callers: rate", Contestant.JDBC);
        Results results = rates(Database.SQLITE, Workload.PUT, 100, 1_000, 100);
        assertThat(target.met(results)).isEmpty();

        String title = SlowerDisk.title(Workload.PUT, Settings.SLOW_SYNC);
        results.add(SampleRows.row(Database.SQLITE, title, 100, Contestant.LIBRARY, 49, 1, Map.of()));
        results.add(SampleRows.row(Database.SQLITE, title, 100, Contestant.JDBC, 10, 1, Map.of()));
        assertThat(target.met(results)).contains(false);
    }

    @Test
    void met_bytesAndAttemptsInVain_areAtMostTheBound() {
        Results results = new Results();
        results.add(new Figure(Database.SQLITE, Figure.STORED_BYTES, Contestant.LIBRARY, 1_200));
        results.add(new Figure(Database.SQLITE, Figure.STORED_BYTES, Contestant.JDBC, 1_000));
        assertThat(target("SQLite, bytes stored for each document", Contestant.JDBC)
                        .met(results))
                .contains(false);

        results.add(SampleRows.row(Database.POSTGRES, Workload.NEIGHBOURS, 4, Contestant.LIBRARY, 10));
        assertThat(target("PostgreSQL, transact on 500 neighbours, 4 callers: attempts in vain", "")
                        .met(results))
                .contains(true);
    }

    @Test
    void met_putAll_isComparedWithTheBestWay() {
        Target target = target("PostgreSQL, putAll of 10,000, new, 1 caller: rate", "the best way beside it");

        assertThat(target.measured().apply(rates(Database.POSTGRES, Workload.PUT_ALL_NEW, 1, 90, 80, 100)))
                .contains(0.9);
    }

    @Test
    void met_lockedErrors_countTheLibrarysOnly() {
        Target target = target("SQLite, put, 100 callers: \"locked\" errors", "");
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
        Target target = target("SQLite, mixed load at 200 requests/s: success", "");
        Results results = new Results();
        results.add(SampleRows.row(Database.SQLITE, Steady.TITLE, 100, Contestant.LIBRARY, 200, 1, Map.of("x", 1L)));

        assertThat(target.measured().apply(results)).contains(99.9);
        assertThat(target.met(results)).contains(false);
    }
}
