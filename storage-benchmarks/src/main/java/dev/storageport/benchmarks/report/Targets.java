// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.report;

import static dev.storageport.benchmarks.workload.Contestant.EQUAL;
import static dev.storageport.benchmarks.workload.Contestant.JDBC;
import static dev.storageport.benchmarks.workload.Contestant.LIBRARY;

import dev.storageport.benchmarks.disk.SlowerDisk;
import dev.storageport.benchmarks.measure.Figure;
import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.Row;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.measure.Steady;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What the library wants to reach, as code, so that no page can claim what was not measured. */
final class Targets {

    private static final String BEST = "the best way beside it";
    private static final String TIMES = "x";

    private final List<Target> targets = new ArrayList<>();

    private Targets() {}

    /** Returns all of them. */
    static List<Target> all() {
        Targets all = new Targets();
        all.postgresWrites();
        all.postgresReads();
        all.sqliteWrites();
        all.sqliteInGroups(Workload.PUT, 2.5);
        all.sqliteInGroups(Workload.READ_THEN_WRITE, 2);
        all.queries();
        for (Database database : Database.values()) {
            all.atMost(
                    database,
                    Figure.STORED_BYTES,
                    JDBC,
                    results -> ratio(
                            results.figure(database, Figure.STORED_BYTES, LIBRARY),
                            results.figure(database, Figure.STORED_BYTES, JDBC)),
                    1.1,
                    TIMES);
        }
        for (Database database : Database.values()) {
            all.steadyLoad(database);
        }
        return List.copyOf(all.targets);
    }

    /** Returns those that a run has no figure for. */
    static List<Target> unmeasured(Results results) {
        return all().stream()
                .filter(target -> target.measured().apply(results).isEmpty())
                .toList();
    }

    private void postgresWrites() {
        Database on = Database.POSTGRES;
        rate(on, Workload.PUT, 1, JDBC, 0.85);
        rate(on, Workload.PUT, 1, EQUAL, 1);
        rate(on, Workload.PUT, 16, JDBC, 1.2);
        rate(on, Workload.PUT, 16, EQUAL, 1.7);
        rate(on, Workload.PUT, 100, JDBC, 2);
        rate(on, Workload.PUT, 100, EQUAL, 2.8);
        tail(on, Workload.PUT.title(), 100, "p99", Row::p99, 1 / 6.0);
        tail(on, Workload.PUT.title(), 100, "worst case", Row::max, 1);
        for (Workload workload : List.of(Workload.UPDATE, Workload.REPLACE_IF, Workload.INSERT)) {
            rate(on, workload, 1, JDBC, 0.85);
        }
        rate(on, Workload.TRANSFER, 1, JDBC, 0.95);
        rate(on, Workload.TRANSFER, 16, JDBC, 0.95);
        rate(on, Workload.READ_THEN_WRITE, 100, JDBC, 1);
        int sessions = Workload.NEIGHBOURS.callers().get(0);
        atMost(
                on,
                name(Workload.NEIGHBOURS.title(), sessions) + ": attempts in vain",
                "",
                results -> results.row(on, Workload.NEIGHBOURS.title(), sessions, LIBRARY)
                        .map(row -> 100 * row.futile()),
                10,
                " %");
        bulk(on, 0.9);
    }

    private void postgresReads() {
        Database on = Database.POSTGRES;
        rate(on, Workload.GET, 1, JDBC, 0.95);
        rate(on, Workload.GET, 16, JDBC, 1);
        rate(on, Workload.GET, 100, JDBC, 2);
        tail(on, Workload.GET.title(), 100, "p99", Row::p99, 1 / 6.0);
        tail(on, Workload.GET.title(), 100, "worst case", Row::max, 1);
    }

    private void sqliteWrites() {
        Database on = Database.SQLITE;
        for (Workload workload : List.of(Workload.PUT, Workload.INSERT, Workload.UPDATE)) {
            rate(on, workload, 1, JDBC, 0.85);
            rate(on, workload, 1, EQUAL, 1.1);
        }
        bulk(on, 0.6);
    }

    /** 100 callers, at the disk's own sync and on a slower disk. */
    private void sqliteInGroups(Workload workload, double atOwnSync) {
        Database on = Database.SQLITE;
        String slower = SlowerDisk.title(workload, Settings.SLOW_SYNC);
        rate(on, workload.title(), 100, JDBC, atOwnSync);
        rate(on, slower, 100, JDBC, 5);
        for (String title : List.of(workload.title(), slower)) {
            if (workload == Workload.PUT) {
                tail(on, title, 100, "p99", Row::p99, 0.2);
            }
            atMost(
                    on,
                    name(title, 100) + ": \"locked\" errors",
                    "",
                    results -> results.row(on, title, 100, LIBRARY).map(row -> (double) row.locked()),
                    0,
                    "");
        }
    }

    private void bulk(Database on, double bound) {
        for (Workload workload : List.of(Workload.PUT_ALL, Workload.PUT_ALL_NEW)) {
            atLeast(
                    on,
                    name(workload.title(), 1) + ": rate",
                    BEST,
                    results -> toBest(results, on, workload),
                    bound,
                    TIMES);
        }
    }

    private void queries() {
        for (Database on : Database.values()) {
            for (int callers : Workload.PAGE.callers()) {
                rate(on, Workload.PAGE, callers, JDBC, 0.85);
            }
            for (int callers : Workload.SEARCH.callers()) {
                rate(on, Workload.SEARCH, callers, JDBC, on == Database.SQLITE ? 0.8 : 0.9);
            }
            for (Workload workload : List.of(Workload.GET_PAGE, Workload.PUT_PAGE)) {
                for (int callers : workload.callers()) {
                    rate(on, workload, callers, JDBC, 0.9);
                }
            }
            for (int callers : Workload.GET_ALL.callers()) {
                rate(on, Workload.GET_ALL, callers, JDBC, 0.95);
            }
            rate(on, Workload.STREAM, 1, JDBC, 0.9);
            rate(on, Workload.MIXED, 16, JDBC, on == Database.SQLITE ? 0.8 : 0.9);
        }
    }

    private void steadyLoad(Database on) {
        String what = Steady.TITLE + ": ";
        atLeast(
                on,
                what + "success",
                "",
                results -> steady(
                        results, on, row -> 100.0 * (row.operations() - row.failed()) / Math.max(1, row.operations())),
                100,
                " %");
        atMost(on, what + "p95", "", results -> steady(results, on, Row::p95), 20, " ms");
        atMost(on, what + "p99", "", results -> steady(results, on, Row::p99), 50, " ms");
    }

    private static Optional<Double> steady(Results results, Database on, ToDoubleFunction<Row> figure) {
        return results.row(on, Steady.TITLE, Steady.CALLERS, LIBRARY).map(figure::applyAsDouble);
    }

    private void rate(Database on, Workload workload, int callers, String beside, double bound) {
        rate(on, workload.title(), callers, beside, bound);
    }

    private void rate(Database on, String title, int callers, String beside, double bound) {
        atLeast(
                on,
                name(title, callers) + ": rate",
                beside,
                results -> ratio(results, on, title, callers, beside, Row::rate),
                bound,
                TIMES);
    }

    private void tail(Database on, String title, int callers, String what, ToDoubleFunction<Row> figure, double bound) {
        atMost(
                on,
                name(title, callers) + ": " + what,
                JDBC,
                results -> ratio(results, on, title, callers, JDBC, figure),
                bound,
                TIMES);
    }

    private void atLeast(
            Database on,
            String what,
            String beside,
            Function<Results, Optional<Double>> measured,
            double bound,
            String unit) {
        targets.add(new Target(on.title() + ", " + what, beside, measured, bound, true, unit));
    }

    private void atMost(
            Database on,
            String what,
            String beside,
            Function<Results, Optional<Double>> measured,
            double bound,
            String unit) {
        targets.add(new Target(on.title() + ", " + what, beside, measured, bound, false, unit));
    }

    private static String name(String title, int callers) {
        return title + ", " + callers + (callers == 1 ? " caller" : " callers");
    }

    private static Optional<Double> ratio(
            Results results, Database on, String title, int callers, String beside, ToDoubleFunction<Row> figure) {
        return ratio(
                results.row(on, title, callers, LIBRARY).map(figure::applyAsDouble),
                results.row(on, title, callers, beside).map(figure::applyAsDouble));
    }

    private static Optional<Double> ratio(Optional<Double> ours, Optional<Double> theirs) {
        return ours.flatMap(library -> theirs.filter(other -> other > 0).map(other -> library / other));
    }

    private static Optional<Double> toBest(Results results, Database on, Workload workload) {
        double best = results.rows(on, workload.title(), 1).stream()
                .filter(row -> !row.contestant().equals(LIBRARY))
                .mapToDouble(Row::rate)
                .max()
                .orElse(0);
        return ratio(
                results.row(on, workload.title(), 1, LIBRARY).map(Row::rate),
                best > 0 ? Optional.of(best) : Optional.empty());
    }
}
