// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.report;

import dev.storageport.benchmarks.measure.IncompleteRunException;
import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.micro.MicroRow;
import dev.storageport.benchmarks.workload.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what was measured. */
public final class Reports {

    private static final String CHART = "benchmarks.svg";
    private static final String PAGE = "benchmarks.md";

    private final Settings settings;
    private final List<String> facts;
    private final Results results;
    private final List<MicroRow> micro;

    public Reports(Settings settings, List<String> facts, Results results, List<MicroRow> micro) {
        this.settings = settings;
        this.facts = List.copyOf(facts);
        this.results = results;
        this.micro = List.copyOf(micro);
    }

    /** Writes the figures to the folder of results, whatever is missing, and with what class path a later build compares itself. */
    public void writeFigures() throws IOException {
        Path output = settings.output();
        Files.createDirectories(output);
        lines(output.resolve("benchmarks.csv"), Tables.csv(results));
        lines(output.resolve("figures.csv"), Tables.figuresCsv(results));
        lines(output.resolve("micro.csv"), Tables.microCsv(micro));
        lines(output.resolve("class-path"), List.of(System.getProperty("java.class.path")));
    }

    /**
     * Writes page and chart to the folder of results, and into the documentation if asked for.
     *
     * @throws IncompleteRunException if it is asked for, and a target was not measured
     */
    public void writePage() throws IOException {
        List<Target> unmeasured = Targets.unmeasured(results);
        if (settings.page() && !unmeasured.isEmpty()) {
            throw new IncompleteRunException(
                    "Not measured:\n  " + unmeasured.stream().map(Target::what).collect(Collectors.joining("\n  ")));
        }
        Path output = settings.output();
        writePage(output);
        if (settings.page()) {
            writePage(settings.docs());
        }
        Tables.targets(results).forEach(System.out::println);
        System.out.println("Written: " + output.resolve(PAGE));
    }

    private void writePage(Path folder) throws IOException {
        Files.writeString(folder.resolve(CHART), Chart.of(results));
        lines(folder.resolve(PAGE), page());
    }

    private static void lines(Path file, List<String> lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    List<String> page() throws IOException {
        List<String> page = new ArrayList<>();
        page.addAll(resource("page-top.md"));
        page.addAll(List.of("", "```shell", settings.command(), "```", ""));
        page.add("The figures here are written by that command. Measured on:");
        page.add("");
        facts.forEach(fact -> page.add("- " + fact));
        page.add("");
        page.addAll(resource("page-targets.md"));
        page.add("");
        page.addAll(Tables.targets(results));
        page.addAll(List.of("", "![The library's rates as multiples of raw JDBC's](" + CHART + ")"));
        if (Files.isReadable(settings.notes())) {
            page.add("");
            page.addAll(Files.readAllLines(settings.notes()));
        }
        page.add("");
        page.addAll(resource("page-method.md"));
        for (Database database : Database.values()) {
            if (!results.rows(database).isEmpty()) {
                page.addAll(List.of("", "## " + database.title(), ""));
                page.addAll(Tables.database(results, database));
                List<String> figures = Tables.figures(results, database);
                if (!figures.isEmpty()) {
                    page.add("");
                    page.addAll(figures);
                }
            }
        }
        if (!micro.isEmpty()) {
            page.add("");
            page.addAll(resource("page-micro.md"));
            page.add("");
            page.addAll(Tables.micro(micro));
        }
        return page;
    }

    private static List<String> resource(String name) throws IOException {
        try (InputStream stream = Reports.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("missing: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .toList();
        }
    }
}
