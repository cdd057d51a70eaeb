// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.compare;

import dev.storageport.benchmarks.measure.IncompleteRunException;
import dev.storageport.benchmarks.measure.Row;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Compares the rates of an older build and this one. Rates of two runs cannot be compared where a machine's speed varies by more than what
 * is looked for; here both builds, and raw JDBC beside each, take turns round by round in a random order.
 */
public final class Comparison {

    private static final String BEFORE = "before";
    private static final String NOW = "now";

    private final Settings settings;
    private final String classPathBefore;
    private final Path folder;
    private final Random random = new Random(1);

    /**
     * Prepares.
     *
     * @param classPathBefore where the classes of the older build are
     * @param folder for the databases
     */
    public Comparison(Settings settings, String classPathBefore, Path folder) {
        this.settings = settings;
        this.classPathBefore = classPathBefore;
        this.folder = folder;
    }

    /** One of those who take turns. */
    private record Turn(Build build, String contestant) {

        /** In the order of the table. */
        static List<Turn> of(Build before, Build now) {
            return List.of(
                    new Turn(before, Contestant.LIBRARY),
                    new Turn(now, Contestant.LIBRARY),
                    new Turn(before, Contestant.JDBC),
                    new Turn(now, Contestant.JDBC));
        }
    }

    /**
     * Runs, and writes a table to {@code comparison.md} beside the results of other runs.
     *
     * @throws IncompleteRunException if a build fails, or if there is nothing to compare
     */
    public void run() throws IOException {
        List<Workload> workloads = Arrays.stream(Workload.values())
                .filter(workload -> settings.measures(workload.id()))
                .toList();
        if (workloads.isEmpty()) {
            throw new IncompleteRunException(
                    "'" + settings.workloads() + "' is no workload whose rates can be compared");
        }
        List<String> table = new ArrayList<>(List.of(
                "| | callers | before, ops/s | now, ops/s | now / before, median of rounds | quartiles | before / JDBC | now / JDBC |",
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"));
        int head = table.size();
        for (Database database : Database.values()) {
            if (settings.databases().contains(database)) {
                compare(database, workloads, table);
            }
        }
        if (table.size() == head) {
            throw new IncompleteRunException("the builds have no workload in common; chosen were " + workloads);
        }
        Files.createDirectories(settings.output());
        Files.write(settings.output().resolve("comparison.md"), table);
    }

    private void compare(Database database, List<Workload> workloads, List<String> table) throws IOException {
        System.out.println(database.title() + ": loading " + settings.mode().documents() + " documents in each build");
        try (Build before = new Build(BEFORE, classPathBefore, settings, database, folder);
                Build now = new Build(NOW, System.getProperty("java.class.path"), settings, database, folder)) {
            List<Turn> turns = Turn.of(before, now);
            for (Workload workload : workloads) {
                for (int callers : workload.callers()) {
                    compare(database, workload, callers, turns).ifPresent(line -> {
                        System.out.println(line);
                        table.add(line);
                    });
                }
            }
        }
    }

    private Optional<String> compare(Database database, Workload workload, int callers, List<Turn> turns)
            throws IOException {
        Map<Turn, List<Double>> rates = new HashMap<>();
        List<Turn> order = new ArrayList<>(turns);
        for (int round = -settings.mode().warmUps(); round < settings.mode().rounds(); round++) {
            Collections.shuffle(order, random);
            for (Turn turn : order) {
                OptionalDouble rate = turn.build().rate(workload, callers, turn.contestant());
                if (rate.isEmpty()) {
                    System.out.println(database.title() + ", " + workload.title() + ": unknown to the build "
                            + turn.build().name() + ", not compared");
                    return Optional.empty();
                }
                if (round >= 0) {
                    rates.computeIfAbsent(turn, first -> new ArrayList<>()).add(rate.getAsDouble());
                }
            }
        }
        return Optional.of(line(database, workload, callers, turns, rates));
    }

    private static String line(
            Database database, Workload workload, int callers, List<Turn> turns, Map<Turn, List<Double>> rates) {
        List<double[]> all = turns.stream()
                .map(turn -> rates.getOrDefault(turn, List.of()).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toList();
        double[] ratios = new double[all.get(0).length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = all.get(1)[round] / all.get(0)[round];
        }
        double before = Row.median(all.get(0));
        double now = Row.median(all.get(1));
        return String.format(
                Locale.ROOT,
                "| %s, %s | %d | %s | %s | %.2f | %.2f to %.2f | %.2f | %.2f |",
                database.title(),
                workload.title(),
                callers,
                rate(before),
                rate(now),
                Row.median(ratios),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75),
                before / Row.median(all.get(2)),
                now / Row.median(all.get(3)));
    }

    private static String rate(double operations) {
        return String.format(Locale.ROOT, operations < 100 ? "%.1f" : "%.0f", operations);
    }

    private static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }
}
