// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks;

import dev.storageport.benchmarks.contestant.Stage;
import dev.storageport.benchmarks.disk.DiskSync;
import dev.storageport.benchmarks.disk.SlowerDisk;
import dev.storageport.benchmarks.measure.Agreement;
import dev.storageport.benchmarks.measure.Effects;
import dev.storageport.benchmarks.measure.Figure;
import dev.storageport.benchmarks.measure.Plan;
import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.Rounds;
import dev.storageport.benchmarks.measure.Selection;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.measure.Steady;
import dev.storageport.benchmarks.micro.Micro;
import dev.storageport.benchmarks.micro.MicroRow;
import dev.storageport.benchmarks.report.Machine;
import dev.storageport.benchmarks.report.Reports;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One run: measures database by database what the settings choose, then checks that nothing is missing, then writes. */
final class Run {

    private final Settings settings;
    private final Path folder;
    private final Data data;
    private final Plan plan = new Plan();
    private final Results results = new Results();
    private final List<MicroRow> micro = new ArrayList<>();
    private final List<String> facts = new ArrayList<>();

    /**
     * Prepares.
     *
     * @param folder for the databases
     */
    Run(Settings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
        data = new Data(settings.mode().documents(), settings.mode().documents());
    }

    /** Runs; the figures are written also if some are missing or what comes after them fails, the page is not. */
    void run() throws Exception {
        long start = System.nanoTime();
        double forced = DiskSync.median(folder);
        facts.addAll(Machine.facts(folder, forced));
        if (forced * 1e3 >= settings.sync().toNanos()) {
            facts.add("a sync of this disk took longer than " + Settings.text(settings.sync())
                    + " then: the rows of a slower disk are of this disk, too");
        }
        if (settings.databases().contains(Database.POSTGRES) && settings.measuresOnThisDisk()) {
            try (Stage stage = Stage.postgres()) {
                measure(stage);
            }
        }
        if (settings.databases().contains(Database.SQLITE)) {
            if (settings.measuresOnThisDisk()) {
                try (Stage stage = Stage.sqlite(folder)) {
                    measure(stage);
                }
            }
            measureSlowerDisk();
        }
        new Reports(settings, facts, results, micro).writeFigures(); // whatever becomes of the rest
        if (settings.micro()) {
            say("micro benchmarks");
            micro.addAll(Micro.run(settings, folder));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        facts.add(String.format(Locale.ROOT, "the whole run took %d:%02d min", took.toMinutes(), took.toSecondsPart()));
        Reports reports = new Reports(settings, facts, results, micro);
        reports.writeFigures();
        plan.check(results);
        reports.writePage();
    }

    private void measure(Stage stage) throws Exception {
        Database database = stage.database();
        say(database.title() + ": loading " + data.documents() + " documents for each");
        facts.add(stage.facts());
        stage.load(data);
        if (settings.measures(Selection.STORED_BYTES)) {
            measureStoredBytes(stage);
        }
        Agreement.check(stage, data);
        Effects.check(stage, data);
        for (Workload workload : Workload.values()) {
            if (workload == Workload.MIXED && settings.measures(Steady.ID)) {
                say(database.title() + ": " + Steady.TITLE);
                plan.row(database, Steady.TITLE, Steady.CALLERS, Contestant.LIBRARY, 1);
                stage.checkpoint(); // what the workloads before have written is not this load's
                results.add(Steady.run(
                        database, stage.library(), data, settings.mode().steady()));
            }
            if (settings.measures(workload.id())) {
                say(database.title() + ": " + workload.title());
                plan.rows(
                        database,
                        workload.title(),
                        workload.callers(),
                        stage.contestants(workload),
                        settings.mode().rounds());
                new Rounds(settings.mode(), data, stage, workload).run().forEach(results::add);
            }
        }
    }

    // Before anything else is written: what a load leaves, nothing vacuumed.
    private void measureStoredBytes(Stage stage) throws SQLException {
        for (String contestant : List.of(Contestant.LIBRARY, Contestant.JDBC, Contestant.EQUAL)) {
            plan.figure(stage.database(), Figure.STORED_BYTES, contestant);
        }
        stage.storedBytes()
                .forEach((contestant, bytes) ->
                        results.add(new Figure(stage.database(), Figure.STORED_BYTES, contestant, bytes)));
    }

    private void measureSlowerDisk() throws Exception {
        List<Workload> chosen = Selection.ON_SLOWER_DISK.stream()
                .filter(workload -> settings.measures(Selection.onSlowerDisk(workload)))
                .toList();
        if (settings.sync().isZero() || chosen.isEmpty()) {
            return;
        }
        String sync = Settings.text(settings.sync());
        say(Database.SQLITE.title() + ": " + chosen + " with a sync of " + sync);
        for (Workload workload : chosen) {
            for (String contestant : List.of(Contestant.LIBRARY, Contestant.JDBC, Contestant.EQUAL)) {
                plan.row(
                        Database.SQLITE,
                        SlowerDisk.title(workload, settings.sync()),
                        SlowerDisk.CALLERS,
                        contestant,
                        settings.mode().rounds());
            }
        }
        SlowerDisk.Report report = SlowerDisk.measure(settings, chosen, folder);
        report.rows().forEach(results::add);
        facts.add(String.format(
                Locale.ROOT,
                "slower disk, a sync of %s: 8 KB written and forced to it in %.0f us (median)",
                sync,
                report.forced()));
    }

    private static void say(String what) {
        System.out.println(what);
    }
}
