// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.benchmarks.measure.IncompleteRunException;
import dev.storageport.benchmarks.measure.Row;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SlowerDiskTest {

    /** Longer than a sync of any disk on which the tests run takes in its median. */
    private static final Duration SYNC = Duration.ofMillis(10);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void compile_withoutCompiler_saysWhatToDo() {
        assertThatThrownBy(() -> SyncShim.compile(folder, "no-such-compiler"))
                .isInstanceOf(IncompleteRunException.class)
                .hasMessageContaining("sync=none");
    }

    // Where there is a compiler it is measured; where there is none it is refused. A machine for the build needs none.
    @Test
    void measure_isSlowedByAtLeastTheSync_orRefused() throws Exception {
        Settings settings = Settings.parse(List.of("mode=smoke", "sync=" + Settings.text(SYNC)));
        if (!hasCompiler()) {
            assertThatThrownBy(() -> SlowerDisk.measure(settings, List.of(Workload.PUT), folder))
                    .isInstanceOf(IncompleteRunException.class)
                    .hasMessageContaining("sync=none");
            return;
        }

        SlowerDisk.Report report = SlowerDisk.measure(settings, List.of(Workload.PUT), folder);

        assertThat(report.forced()).isGreaterThanOrEqualTo(SYNC.toNanos() / 1e3);
        assertThat(report.rows())
                .extracting(Row::contestant)
                .containsExactly(Contestant.LIBRARY, Contestant.JDBC, Contestant.EQUAL);
        assertThat(report.rows()).extracting(Row::workload).containsOnly("put, sync of 10000 us");
        // The median of JDBC's puts that come one after another: none is faster than a sync.
        assertThat(report.rows().get(1).p50()).isGreaterThanOrEqualTo(SYNC.toNanos() / 1e6);
    }

    private static boolean hasCompiler() {
        return System.getProperty("os.name").equals("Linux")
                && Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "cc")));
    }

    @Test
    void median_isOfThisFolderAndLeavesNothing() throws IOException {
        assertThat(DiskSync.median(folder)).isPositive();
        assertThat(folder).isEmptyDirectory();
    }
}
