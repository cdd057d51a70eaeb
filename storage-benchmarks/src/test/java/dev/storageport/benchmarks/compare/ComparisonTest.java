// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.benchmarks.measure.IncompleteRunException;
import dev.storageport.benchmarks.measure.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComparisonTest {

    private static final String OWN = System.getProperty("java.class.path");

    @TempDir
    private Path folder = Path.of("");

    private Comparison comparison(String workloads, String classPathBefore) {
        Settings settings = Settings.parse(
                List.of("mode=smoke", "databases=sqlite", "workloads=" + workloads, "output=" + folder.resolve("out")));
        return new Comparison(settings, classPathBefore, folder);
    }

    @Test
    void build_comparedWithItself_hasARowForEachNumberOfCallers() throws Exception {
        comparison("get-page", OWN).run();

        List<String> table = Files.readAllLines(folder.resolve("out/comparison.md"));
        assertThat(table).hasSize(4);
        assertThat(table.get(2)).startsWith("| SQLite, get with 60 KB page | 1 | ");
        assertThat(table.get(3)).startsWith("| SQLite, get with 60 KB page | 16 | ");
        assertThat(List.of(table.get(2).split("\\|", -1)).subList(3, 6))
                .allSatisfy(figure -> assertThat(Double.parseDouble(figure)).isPositive());
    }

    @Test
    void build_thatCannotBeStarted_isNamed() {
        assertThatThrownBy(() -> comparison("get", "no-such-folder").run())
                .isInstanceOf(IncompleteRunException.class)
                .hasMessageContaining("the build before has ended");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void choiceThatIsOfNoWorkload_isRefused() {
        assertThatThrownBy(() -> comparison("stored-bytes", OWN).run())
                .isInstanceOf(IncompleteRunException.class)
                .hasMessageContaining("'stored-bytes' is no workload");
    }
}
