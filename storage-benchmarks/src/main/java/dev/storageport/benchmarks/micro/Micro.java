// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.postgres.server.PostgresServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the micro benchmarks with JMH, each in a JVM of its own. */
public final class Micro {

    private Micro() {}

    public static List<MicroRow> run(Settings settings, Path folder) throws RunnerException {
        List<String> databases = new ArrayList<>();
        settings.databases().stream().sorted().map(Database::id).forEach(databases::add);
        List<MicroRow> rows = new ArrayList<>(run(settings, CpuMicro.class, List.of(), List.of()));
        rows.addAll(run(settings, CombinerMicro.class, List.of(), List.of()));
        if (settings.databases().contains(Database.POSTGRES)) {
            try (PostgresServer server =
                    PostgresServer.start(PostgresServerOptions.defaults().withFsync(true))) {
                rows.addAll(run(settings, StorageMicro.class, databases, properties(server.address(), folder)));
            }
        } else {
            rows.addAll(
                    run(settings, StorageMicro.class, databases, List.of("-D" + StorageMicro.FOLDER + "=" + folder)));
        }
        return rows;
    }

    private static List<String> properties(PostgresAddress server, Path folder) {
        return List.of(
                "-D" + StorageMicro.FOLDER + "=" + folder,
                "-D" + StorageMicro.PORT + "=" + server.port(),
                "-D" + StorageMicro.USER + "=" + server.user(),
                "-D" + StorageMicro.PASSWORD + "=" + server.password());
    }

    private static List<MicroRow> run(
            Settings settings, Class<?> benchmarks, List<String> databases, List<String> properties)
            throws RunnerException {
        boolean full = settings.mode() == Settings.Mode.FULL;
        List<String> arguments = new ArrayList<>(properties);
        arguments.addAll(List.of(
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-Djmh.ignoreLock=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmarks.getName() + "\\.")
                .forks(1)
                .warmupIterations(full ? 3 : 1)
                .warmupTime(TimeValue.milliseconds(full ? 700 : 200))
                .measurementIterations(full ? 5 : 2)
                .measurementTime(TimeValue.milliseconds(full ? 700 : 200))
                .timeout(TimeValue.seconds(60))
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .jvmArgs(arguments.toArray(String[]::new));
        if (!databases.isEmpty()) {
            options.param("database", databases.toArray(String[]::new));
        }
        return new Runner(options.build()).run().stream().map(Micro::row).toList();
    }

    private static MicroRow row(RunResult result) {
        Result<?> primary = result.getPrimaryResult();
        String way = result.getParams().getParam("way");
        String database = result.getParams().getParam("database");
        return new MicroRow(
                (database == null
                                ? ""
                                : Database.valueOf(database.toUpperCase(Locale.ROOT))
                                                .title() + ", ")
                        + words(primary.getLabel()),
                way == null ? "" : way,
                result.getParams().getThreads(),
                primary.getScore(),
                primary.getScoreError(),
                allocated(result));
    }

    private static double allocated(RunResult result) {
        for (String label : result.getSecondaryResults().keySet()) {
            if (label.endsWith("gc.alloc.rate.norm")) {
                return result.getSecondaryResults().get(label).getScore();
            }
        }
        return Double.NaN;
    }

    // A method's name as words: putInMemory becomes "put in memory".
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
