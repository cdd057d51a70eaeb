// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.report;

import dev.storageport.benchmarks.measure.Figure;
import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.Row;
import dev.storageport.benchmarks.micro.MicroRow;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Results as tables in Markdown, and as comma-separated values. */
final class Tables {

    private Tables() {}

    /** Returns the targets with what was measured; those that this run says nothing about are counted only. */
    static List<String> targets(Results results) {
        List<String> lines =
                new ArrayList<>(List.of("| target | to | bound | measured | |", "| --- | --- | --- | ---: | --- |"));
        for (Target target : Targets.all()) {
            target.measured().apply(results).ifPresent(measured -> lines.add(line(target, measured, results)));
        }
        long met = Targets.all().stream()
                .filter(target -> target.met(results).orElse(false))
                .count();
        int missing = Targets.unmeasured(results).size();
        lines.addAll(List.of("", met + " of " + (Targets.all().size() - missing) + " are met."));
        if (missing > 0) {
            lines.addAll(List.of("", "This was a run of a part: it says nothing about " + missing + " other targets."));
        }
        return lines;
    }

    private static String line(Target target, double measured, Results results) {
        return "| " + target.what() + " | " + target.beside() + " | " + (target.atLeast() ? "at least " : "at most ")
                + figure(target.bound()) + target.unit() + " | " + figure(measured) + target.unit() + " | "
                + (target.met(results).orElse(false) ? "**met**" : "**not met**") + " |";
    }

    /** Returns the figures of one database that are no rates; empty if there are none. */
    static List<String> figures(Results results, Database database) {
        List<String> lines = new ArrayList<>();
        for (Figure figure : results.figures()) {
            if (figure.database() == database) {
                lines.add("| " + figure.what() + " | " + figure.contestant() + " | " + figure(figure.value()) + " |");
            }
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, List.of("| | | |", "| --- | --- | ---: |"));
        }
        return lines;
    }

    /** Returns everything that was measured on one database. */
    static List<String> database(Results results, Database database) {
        List<String> lines = new ArrayList<>(List.of(
                "| workload | callers | | per second (slowest - fastest round) | to JDBC | p50 ms | p99 | p99.9 | max | errors"
                        + " | KB allocated | us CPU |",
                "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |"));
        for (Row row : results.rows(database)) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %,.0f (%,.0f - %,.0f) | %s | %s | %s | %s | %s | %s | %.1f | %.1f |",
                    row.workload(),
                    row.threads(),
                    row.contestant(),
                    row.rate(),
                    row.slowest(),
                    row.fastest(),
                    toJdbc(results, row).map(Tables::figure).orElse(""),
                    figure(row.p50()),
                    figure(row.p99()),
                    figure(row.p999()),
                    figure(row.max()),
                    errors(row) + inVain(row),
                    row.allocated() / 1e3,
                    row.processor()));
        }
        return lines;
    }

    /** Returns how often a row's rate is that of JDBC in the same workload; empty if that was not measured. */
    static Optional<Double> toJdbc(Results results, Row row) {
        return results.row(row.database(), row.workload(), row.threads(), Contestant.JDBC)
                .filter(jdbc -> jdbc.rate() > 0)
                .map(jdbc -> row.rate() / jdbc.rate());
    }

    private static String inVain(Row row) {
        return row.attempts() > row.operations() ? "; " + figure(100 * row.futile()) + " % of attempts in vain" : "";
    }

    private static String errors(Row row) {
        return row.errors().isEmpty()
                ? "none"
                : new TreeMap<>(row.errors())
                        .entrySet().stream()
                                .map(error -> error.getValue() + " " + error.getKey())
                                .collect(Collectors.joining(", "));
    }

    /** Returns the micro benchmarks. */
    static List<String> micro(List<MicroRow> rows) {
        List<String> lines = new ArrayList<>(List.of(
                "| operation | | callers | us | +- | KB allocated |", "| --- | --- | ---: | ---: | ---: | ---: |"));
        for (MicroRow row : rows) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %s | %s | %s |",
                    row.name(),
                    row.way(),
                    row.threads(),
                    figure(row.micros()),
                    figure(row.error()),
                    figure(row.allocated() / 1e3)));
        }
        return lines;
    }

    /** Returns a figure with as many digits as it is worth. */
    static String figure(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        double size = Math.abs(value);
        String format = value == Math.rint(value) || size >= 100
                ? "%,.0f"
                : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    /** Returns all rows with full figures. */
    static List<String> csv(Results results) {
        List<String> lines = new ArrayList<>(List.of(
                "database,workload,callers,contestant,rate,slowest_round,fastest_round,p50_ms,p95_ms,p99_ms,p99.9_ms,"
                        + "max_ms,operations,attempts,failed,errors,allocated_bytes,jvm_cpu_us"));
        for (Row row : results.rows()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%s,%.1f,%.1f,%.1f,%.4f,%.4f,%.4f,%.4f,%.4f,%d,%d,%d,%s,%.0f,%.2f",
                    row.database().id(),
                    cell(row.workload()),
                    row.threads(),
                    cell(row.contestant()),
                    row.rate(),
                    row.slowest(),
                    row.fastest(),
                    row.p50(),
                    row.p95(),
                    row.p99(),
                    row.p999(),
                    row.max(),
                    row.operations(),
                    row.attempts(),
                    row.failed(),
                    cell(errors(row)),
                    row.allocated(),
                    row.processor()));
        }
        return lines;
    }

    /** Returns the figures that are no rates with full digits. */
    static List<String> figuresCsv(Results results) {
        List<String> lines = new ArrayList<>(List.of("database,what,contestant,value"));
        for (Figure figure : results.figures()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%.3f",
                    figure.database().id(),
                    cell(figure.what()),
                    cell(figure.contestant()),
                    figure.value()));
        }
        return lines;
    }

    /** Returns the micro benchmarks with full figures. */
    static List<String> microCsv(List<MicroRow> rows) {
        List<String> lines = new ArrayList<>(List.of("operation,way,callers,us,error_us,allocated_bytes"));
        for (MicroRow row : rows) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%.4f,%.4f,%.0f",
                    cell(row.name()),
                    cell(row.way()),
                    row.threads(),
                    row.micros(),
                    row.error(),
                    row.allocated()));
        }
        return lines;
    }

    private static String cell(String text) {
        return text.contains(",") || text.contains("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
