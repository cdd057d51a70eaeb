// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.report;

import static dev.storageport.benchmarks.workload.Contestant.JDBC;
import static dev.storageport.benchmarks.workload.Contestant.LIBRARY;

import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.Row;
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

    /**
     * One of them.
     *
     * @param what what is compared
     * @param measured the figure; empty if it was not measured in this run
     * @param bound what it has to reach
     * @param atLeast whether the figure has to be at least, not at most, the bound
     * @param unit of figure and bound
     */
    record Target(
            String what, Function<Results, Optional<Double>> measured, double bound, boolean atLeast, String unit) {

        /** Returns whether it is met; empty if it was not measured. */
        Optional<Boolean> met(Results results) {
            return measured.apply(results).map(figure -> atLeast ? figure >= bound : figure <= bound);
        }
    }

    private static final String TIMES = "x";

    private Targets() {}

    /** Returns all of them. */
    static List<Target> all() {
        List<Target> targets = new ArrayList<>();
        postgres(targets);
        sqlite(targets);
        bulk(targets);
        for (Database database : Database.values()) {
            mixed(targets, database);
        }
        return targets;
    }

    private static void postgres(List<Target> targets) {
        Database on = Database.POSTGRES;
        targets.add(rate(on, Workload.GET, 1, 0.9));
        targets.add(rate(on, Workload.PUT, 1, 0.9));
        targets.add(rate(on, Workload.GET, 16, 1));
        targets.add(rate(on, Workload.PUT, 16, 1.4));
        targets.add(rate(on, Workload.GET, 100, 2));
        targets.add(rate(on, Workload.PUT, 100, 2.8));
        for (Workload workload : List.of(Workload.GET, Workload.PUT)) {
            targets.add(atMost(on, workload, 100, "p99", Row::p99, 1 / 6.0));
            targets.add(atMost(on, workload, 100, "worst case", Row::max, 1));
        }
        targets.add(rate(on, Workload.TRANSFER, 16, 0.9));
    }

    private static void sqlite(List<Target> targets) {
        Database on = Database.SQLITE;
        targets.add(rate(on, Workload.GET, 1, 0.6));
        targets.add(rate(on, Workload.PUT, 1, 0.9));
        targets.add(rate(on, Workload.PUT, 100, 5));
        targets.add(atMost(on, Workload.PUT, 100, "p99", Row::p99, 0.2));
        targets.add(rate(on, Workload.READ_THEN_WRITE, 100, 5));
        for (Workload workload : List.of(Workload.PUT, Workload.READ_THEN_WRITE)) {
            targets.add(new Target(
                    name(on, workload, 100) + ": \"locked\" errors",
                    results -> results.row(on, workload.title(), 100, LIBRARY).map(row -> (double) row.locked()),
                    0,
                    false,
                    ""));
        }
    }

    private static void bulk(List<Target> targets) {
        for (Database database : Database.values()) {
            for (Workload workload : List.of(Workload.PUT_ALL, Workload.PUT_ALL_NEW)) {
                targets.add(new Target(
                        name(database, workload, 1) + ": rate to the best way beside it",
                        results -> toBest(results, database, workload),
                        0.9,
                        true,
                        TIMES));
            }
        }
    }

    private static void mixed(List<Target> targets, Database database) {
        targets.add(steady(
                database,
                "success",
                row -> 100.0 * (row.operations() - row.failed()) / Math.max(1, row.operations()),
                100,
                true,
                " %"));
        targets.add(steady(database, "p95", Row::p95, 20, false, " ms"));
        targets.add(steady(database, "p99", Row::p99, 50, false, " ms"));
    }

    private static Target steady(
            Database database, String what, ToDoubleFunction<Row> figure, double bound, boolean atLeast, String unit) {
        return new Target(
                database.title() + ", " + Steady.TITLE + ": " + what,
                results -> results.rows(database).stream()
                        .filter(row -> row.workload().equals(Steady.TITLE)
                                && row.contestant().equals(LIBRARY))
                        .findFirst()
                        .map(figure::applyAsDouble),
                bound,
                atLeast,
                unit);
    }

    private static Target rate(Database database, Workload workload, int threads, double bound) {
        return new Target(
                name(database, workload, threads) + ": rate to " + JDBC,
                results -> ratio(results, database, workload, threads, Row::rate),
                bound,
                true,
                TIMES);
    }

    private static Target atMost(
            Database database,
            Workload workload,
            int threads,
            String what,
            ToDoubleFunction<Row> figure,
            double bound) {
        return new Target(
                name(database, workload, threads) + ": " + what + " to " + JDBC,
                results -> ratio(results, database, workload, threads, figure),
                bound,
                false,
                TIMES);
    }

    private static String name(Database database, Workload workload, int threads) {
        return database.title() + ", " + workload.title() + ", " + threads + (threads == 1 ? " caller" : " callers");
    }

    private static Optional<Double> ratio(
            Results results, Database database, Workload workload, int threads, ToDoubleFunction<Row> figure) {
        Optional<Double> ours =
                results.row(database, workload.title(), threads, LIBRARY).map(figure::applyAsDouble);
        Optional<Double> theirs =
                results.row(database, workload.title(), threads, JDBC).map(figure::applyAsDouble);
        return ours.flatMap(library -> theirs.filter(jdbc -> jdbc > 0).map(jdbc -> library / jdbc));
    }

    private static Optional<Double> toBest(Results results, Database database, Workload workload) {
        Optional<Row> ours = results.row(database, workload.title(), 1, LIBRARY);
        double best = results.rows(database, workload.title(), 1).stream()
                .filter(row -> !row.contestant().equals(LIBRARY))
                .mapToDouble(Row::rate)
                .max()
                .orElse(0);
        return ours.filter(row -> best > 0).map(row -> row.rate() / best);
    }
}
