// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.disk;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storageport.benchmarks.measure.ChildJvm;
import dev.storageport.benchmarks.measure.IncompleteRunException;
import dev.storageport.benchmarks.measure.Row;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.workload.Workload;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Measures workloads on SQLite as if each sync of the disk took longer, in a JVM of its own into which a shim is preloaded.
 *
 * <pre>
 * this JVM  --starts, LD_PRELOAD-->  SlowerDiskProcess  --fdatasync-->  shim: the real one, then sleep until the time is over
 *           <------- a file -------  rows, and what 8 KB written and forced took there
 * </pre>
 */
public final class SlowerDisk {

    /**
     * What was measured.
     *
     * @param forced the median of 8 KB written and forced to the disk there, in microseconds
     */
    public record Report(double forced, List<Row> rows) {
        /** Copies the rows. */
        public Report {
            rows = List.copyOf(rows);
        }
    }

    /** How many call at once: where a group of many writes saves most. */
    public static final int CALLERS = 100;

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private SlowerDisk() {}

    /** Returns the title of a workload on such a disk. */
    public static String title(Workload workload, Duration sync) {
        return workload.title() + ", sync of " + sync.toNanos() / 1_000 + " us";
    }

    /**
     * Measures.
     *
     * @param folder for the databases
     * @throws IncompleteRunException if such a disk cannot be simulated here, or the other JVM fails
     */
    public static Report measure(Settings settings, List<Workload> workloads, Path folder)
            throws IOException, InterruptedException {
        SyncShim shim = SyncShim.compile(folder, "cc");
        Path report = folder.resolve("slower-disk.json");
        ProcessBuilder builder = new ProcessBuilder(command(settings, workloads, folder, report));
        shim.preload(builder.environment(), settings.sync());
        // Its standard input stays open as long as this JVM lives; it ends with it.
        Process process = builder.redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IncompleteRunException("on the slower disk: not ended after " + LIMIT);
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IncompleteRunException("on the slower disk: ended with " + process.exitValue());
        }
        return new ObjectMapper().readValue(report.toFile(), Report.class);
    }

    private static List<String> command(Settings settings, List<Workload> workloads, Path folder, Path report) {
        return ChildJvm.command(
                System.getProperty("java.class.path"),
                SlowerDiskProcess.class,
                List.of(
                        settings.mode().name(),
                        Long.toString(settings.sync().toNanos()),
                        workloads.stream().map(Workload::name).collect(Collectors.joining(",")),
                        folder.toString(),
                        report.toString()));
    }
}
