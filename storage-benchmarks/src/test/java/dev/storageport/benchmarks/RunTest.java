// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.benchmarks.measure.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, as short as they can be. */
final class RunTest {

    @TempDir
    private Path folder = Path.of("");

    private Settings settings(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("mode=smoke", "databases=sqlite", "micro=false", "output=" + folder.resolve("out")));
        all.addAll(List.of(arguments));
        return Settings.parse(all);
    }

    @Test
    void run_ofAPart_writesWhatItMeasuredAndSaysThatItIsAPart() throws Exception {
        new Run(settings("workloads=get-page|stored-bytes"), folder).run();

        assertThat(folder.resolve("out/benchmarks.md"))
                .content()
                .contains("| SQLite, get with 60 KB page, 1 caller: rate | JDBC | at least 0.90x |")
                .contains("| SQLite, bytes stored for each document | JDBC | at most 1.10x |")
                .contains("| bytes stored for each document | JDBC, equal table |")
                .contains("This was a run of a part")
                .doesNotContain("not measured");
        assertThat(folder.resolve("out/figures.csv")).content().contains("sqlite,bytes stored");
    }

    @Test
    void main_choiceThatMatchesNothing_endsWithAnErrorThatSaysSo() throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Benchmarks.class.getName(),
                        "workloads=puts")
                .redirectError(errors.toFile())
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(errors).content().contains("no workload matches 'puts'; there are get, put, ");
    }
}
