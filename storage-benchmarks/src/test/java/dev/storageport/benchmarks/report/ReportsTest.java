// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.benchmarks.measure.Results;
import dev.storageport.benchmarks.measure.SampleRows;
import dev.storageport.benchmarks.measure.Settings;
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
        results.add(
                SampleRows.row(Database.SQLITE, "get", 1, Contestant.LIBRARY, 5, 0.25, Map.of("<A & \"B\", C>", 3L)));
        results.add(SampleRows.row(Database.SQLITE, "get", 1, Contestant.JDBC, 10, 0.25, Map.of()));
        return results;
    }

    @Test
    void targets_sayMetNotMetOrNotMeasured() {
        assertThat(Tables.targets(RESULTS))
                .contains("| PostgreSQL, put, 100 callers: rate to JDBC | at least 2.80x | 3x | **met** |")
                .contains("| SQLite, get, 1 caller: rate to JDBC | at least 0.60x | 0.50x | **not met** |")
                .contains("| SQLite, put, 1 caller: rate to JDBC | at least 0.90x | not measured |  |");
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
        assertThat(svg.split("<rect", -1)).hasSize(3);
        assertThat(svg).contains("prefers-color-scheme: dark").contains(">3x<").contains(">0.50x<");
    }

    @Test
    void write_page_hasCommandMachineTargetsTablesAndNotes() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.md"), "## Where the time goes\n");
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Settings settings = Settings.parse(
                List.of("mode=full", "page=true", "output=" + folder.resolve("out"), "docs=" + docs, "notes=" + notes));
        MicroRow micro = new MicroRow("get", "JDBC", 1, 1.5, 0.1, 1_000);

        new Reports(settings, List.of("2 processors"), RESULTS, List.of(micro)).write();

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
