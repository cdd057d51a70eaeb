// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks;

import dev.storageport.benchmarks.contestant.Stage;
import dev.storageport.benchmarks.measure.Agreement;
import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.Rounds;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.measure.Steady;
import dev.storageport.benchmarks.micro.Micro;
import dev.storageport.benchmarks.micro.MicroRow;
import dev.storageport.benchmarks.report.Machine;
import dev.storageport.benchmarks.report.Reports;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs the benchmarks and writes the results: {@code mvn -q -B -Pbenchmarks -pl storage-benchmarks -am verify -DskipTests -Dinvoker.skip}. */
public final class Benchmarks {

    private final Settings settings;
    private final Data data;
    private final Results results = new Results();
    private final List<MicroRow> micro = new ArrayList<>();
    private final List<String> facts = new ArrayList<>();

    private Benchmarks(Settings settings) {
        this.settings = settings;
        data = new Data(settings.mode().documents(), settings.mode().documents());
    }

    /**
     * Runs.
     *
     * @param arguments see {@link Settings#parse}
     * @throws Exception if a database cannot be started, contestants disagree, or callers do not end
     */
    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.parse(List.of(arguments));
        giveUpAfter(settings.mode().limit());
        Path folder = Files.createTempDirectory("storageport-benchmarks");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete"));
        new Benchmarks(settings).run(folder);
    }

    // The server and the folder go with this JVM.
    private static void giveUpAfter(Duration limit) {
        Thread watch = new Thread(
                () -> {
                    try {
                        Thread.sleep(limit.toMillis());
                    } catch (InterruptedException unexpected) {
                        return;
                    }
                    System.err.println("Given up after " + limit);
                    System.exit(2);
                },
                "watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | RuntimeException stillInUse) {
            System.err.println("Not deleted: " + folder);
        }
    }

    private void run(Path folder) throws Exception {
        long start = System.nanoTime();
        facts.addAll(Machine.facts(folder));
        if (settings.databases().contains(Database.POSTGRES)) {
            try (Stage stage = Stage.postgres()) {
                measure(stage);
            }
        }
        if (settings.databases().contains(Database.SQLITE)) {
            try (Stage stage = Stage.sqlite(folder)) {
                measure(stage);
            }
        }
        if (settings.micro()) {
            say("micro benchmarks");
            micro.addAll(Micro.run(settings, folder));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        facts.add(String.format(Locale.ROOT, "the whole run took %d:%02d min", took.toMinutes(), took.toSecondsPart()));
        new Reports(settings, facts, results, micro).write();
    }

    private void measure(Stage stage) throws Exception {
        say(stage.database().title() + ": loading " + data.documents() + " documents for each");
        facts.add(stage.facts());
        stage.load(data);
        Agreement.check(stage, data);
        for (Workload workload : Workload.values()) {
            if (workload == Workload.MIXED && settings.measures(Steady.ID)) {
                say(stage.database().title() + ": " + Steady.TITLE);
                results.add(Steady.run(
                        stage.database(), stage.library(), data, settings.mode().steady()));
            }
            if (settings.measures(workload.id())) {
                new Rounds(settings.mode(), data, stage, workload).run().forEach(results::add);
                say(stage.database().title() + ": " + workload.title());
            }
        }
    }

    private static void say(String what) {
        System.out.println(what);
    }
}
