// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.benchmarks.disk.SlowerDisk;
import dev.storageport.benchmarks.measure.Figure;
import dev.storageport.benchmarks.measure.IncompleteRunException;
import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.SampleRows;
import dev.storageport.benchmarks.measure.Selection;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.measure.Steady;
import dev.storageport.benchmarks.micro.MicroRow;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

final class ReportsTest {

    private static final Results RESULTS = results();

    @TempDir
    private Path folder = Path.of("");

    private static Results results() {
        Results results = new Results();
        results.add(SampleRows.row(Database.POSTGRES, Workload.PUT, 100, Contestant.LIBRARY, 30_000));
        results.add(SampleRows.row(Database.POSTGRES, Workload.PUT, 100, Contestant.JDBC, 10_000));
        results.add(SampleRows.row(
                Database.SQLITE, "update", 1, Contestant.LIBRARY, 5, 0.25, Map.of("<A & \"B\", C>", 3L)));
        results.add(SampleRows.row(Database.SQLITE, "update", 1, Contestant.JDBC, 10, 0.25, Map.of()));
        return results;
    }

    // Every row of every workload, and all figures.
    private static Results whole() {
        Results results = new Results();
        for (Database database : Database.values()) {
            for (String contestant : List.of(Contestant.LIBRARY, Contestant.JDBC, Contestant.EQUAL)) {
                for (Workload workload : Workload.values()) {
                    for (int callers : workload.callers()) {
                        results.add(SampleRows.row(database, workload, callers, contestant, 100));
                    }
                }
                for (Workload workload : Selection.ON_SLOWER_DISK) {
                    String title = SlowerDisk.title(workload, Settings.SLOW_SYNC);
                    results.add(SampleRows.row(database, title, 100, contestant, 100, 1, Map.of()));
                }
                results.add(SampleRows.row(database, Steady.TITLE, 100, contestant, 100, 1, Map.of()));
                results.add(new Figure(database, Figure.STORED_BYTES, contestant, 1_000));
            }
        }
        return results;
    }

    @Test
    void targets_sayMetOrNotMetAndHowManyAreNotMeasured() {
        assertThat(Tables.targets(RESULTS))
                .contains("| PostgreSQL, put, 100 callers: rate | JDBC | at least 2x | 3x | **met** |")
                .contains("| SQLite, update, 1 caller: rate | JDBC | at least 0.85x | 0.50x | **not met** |")
                .contains("This was a run of a part: it says nothing about "
                        + (Targets.all().size() - 4) + " other targets.")
                .noneMatch(line -> line.startsWith("| SQLite, put"));
    }

    @Test
    void database_hasOneLineForEachRow() {
        assertThat(Tables.database(RESULTS, Database.POSTGRES))
                .hasSize(4)
                .contains(
                        "| put | 100 | storageport | 30,000 (27,000 - 33,000) | 3 | 1 | 1 | 1 | 1 | none | 2.0 | 30.0 |");
    }

    @Test
    void csv_quotesCommasAndQuotes() {
        assertThat(Tables.csv(RESULTS).get(3)).contains(",\"3 <A & \"\"B\"\", C>\",");
        assertThat(Tables.csv(RESULTS)).hasSize(5);
    }

    @Test
    void figure_hasThreeDigitsOrSo() {
        assertThat(List.of(0.0421, 0.421, 4.21, 42.13, 421.3, 42_134.2, 3.0).stream()
                        .map(Tables::figure)
                        .toList())
                .containsExactly("0.042", "0.42", "4.21", "42.1", "421", "42,134", "3");
        assertThat(Tables.figure(Double.NaN)).isEmpty();
    }

    @Test
    void chart_isWellFormedAndHasABarForEachComparison() throws Exception {
        String svg = Chart.of(RESULTS);

        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        // One is the ground.
        assertThat(svg.split("<rect", -1)).hasSize(4);
        assertThat(svg).contains("prefers-color-scheme: dark").contains(">3x<").contains(">0.50x<");
    }

    @Test
    void writePage_targetsNotMeasured_writesNoneIntoTheDocumentation() throws IOException {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Settings settings =
                Settings.parse(List.of("mode=full", "page=true", "output=" + folder.resolve("out"), "docs=" + docs));
        Reports reports = new Reports(settings, List.of(), RESULTS, List.of());

        reports.writeFigures();
        assertThatThrownBy(reports::writePage)
                .isInstanceOf(IncompleteRunException.class)
                .hasMessageContaining("SQLite, put, 1 caller: rate");

        assertThat(docs).isEmptyDirectory();
        assertThat(folder.resolve("out/benchmarks.csv")).exists();
    }

    @Test
    void writePage_hasCommandMachineTargetsTablesAndNotes() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.md"), "## Where the time goes\n");
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Settings settings = Settings.parse(
                List.of("mode=full", "page=true", "output=" + folder.resolve("out"), "docs=" + docs, "notes=" + notes));
        Results results = whole();
        MicroRow micro = new MicroRow("get", "JDBC", 1, 1.5, 0.1, 1_000);

        Reports reports = new Reports(settings, List.of("2 processors"), results, List.of(micro));
        reports.writeFigures();
        reports.writePage();

        String page = Files.readString(docs.resolve("benchmarks.md"));
        assertThat(page)
                .contains("-Dbenchmarks.mode=full -Dbenchmarks.page=true")
                .contains("- 2 processors")
                .contains("**met**")
                .contains("](benchmarks.svg)")
                .contains("## Where the time goes")
                .contains("## SQLite")
                .contains("| get | JDBC | 1 | 1.50 | 0.10 | 1 |");
        assertThat(docs.resolve("benchmarks.svg")).exists();
        assertThat(folder.resolve("out/benchmarks.csv")).exists();
    }
}
