// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.tck.rule.ResultFile;
import dev.storageport.tck.rule.RuleResult;
import dev.storageport.tck.rule.RuleResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KitReportTest {

    @TempDir
    private Path folder;

    private List<RuleResult> results = new ArrayList<>();

    @BeforeEach
    void passEverything() {
        results = new ArrayList<>(KitTest.all().stream()
                .map(test -> new RuleResult(test.rule(), test.method(), Outcome.PASSED))
                .toList());
    }

    @Test
    void results_allPassed_areProof() throws IOException {
        KitReport report = report();
        assertThat(report.problems()).isEmpty();
        report.check();
        assertThat(report.markdown()).contains("| TEXT-1 | MUST |", "every one of these passed on every backend");
        assertThat(report.html()).contains("<tr id=\"TEXT-1\">", "</html>");
    }

    @Test
    void report_sameResultsInOtherOrder_isTheSame() throws IOException {
        String first = report().markdown() + report().html();
        java.util.Collections.reverse(results);
        assertThat(report().markdown() + report().html()).isEqualTo(first).doesNotContain(folder.toString());
    }

    @Test
    void file_missing_isProblem() throws IOException {
        KitReport report = KitReport.of(Map.of("sqlite", List.of(folder.resolve("absent.tsv"))));
        assertThat(report.problems())
                .contains("sqlite: there is no file of results absent.tsv", "sqlite: no rule was run");
        assertThatThrownBy(report::check)
                .isInstanceOf(KitReportException.class)
                .hasMessageContaining("no rule was run");
    }

    @Test
    void results_empty_areProblem() throws IOException {
        results.clear();
        assertThat(report().problems()).containsExactly("fake: no rule was run");
    }

    @Test
    void backends_none_areProblem() throws IOException {
        assertThat(KitReport.of(Map.of()).problems()).containsExactly("no backend was named");
    }

    @Test
    void rule_notRun_isProblem() throws IOException {
        results.removeIf(result -> result.rule().equals("ORD-3"));
        assertThat(report().problems()).contains("fake: ORD-3 was not run");
        assertThat(report().markdown()).contains("NOT RUN");
    }

    @Test
    void test_notRun_isProblemThoughItsRuleHasOthers() throws IOException {
        results.removeIf(result -> result.test().equals("key_empty_isRefused"));
        assertThat(report().problems()).containsExactly("fake: TEXT-1 key_empty_isRefused did not run");
    }

    @Test
    void outcome_otherThanPassed_isProblem() throws IOException {
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.ABORTED, Outcome.DISABLED)) {
            results.replaceAll(result -> result.test().equals("key_empty_isRefused")
                    ? new RuleResult(result.rule(), result.test(), outcome)
                    : result);
            assertThat(report().problems()).containsExactly("fake: TEXT-1 key_empty_isRefused " + outcome.word());
            assertThat(report().html()).contains("<td class=\"failed\">FAILED, ");
        }
    }

    @Test
    void rule_thatTheKitCannotProve_isNotProvenUntilATestOfTheBackendsOwnDoes() throws IOException {
        KitReport without = report();
        assertThat(without.problems()).isEmpty();
        assertThat(without.notProven("fake")).contains("DUR-1", "GROW-12").doesNotContain("TEXT-1", "CONF-1");
        int count = without.notProven("fake").size();
        assertThat(without.markdown())
                .contains("- fake: not proven for this backend")
                .contains("| rules not proven for this backend | " + count + " |")
                .containsPattern("\\| CONF-1 \\|.*\\| by the library \\|")
                .containsPattern("\\| DUR-1 \\|.*\\| not proven \\|");

        Path own = folder.resolve("own.tsv");
        ResultFile.write(own, List.of(new RuleResult("DUR-1", "writer_killed", Outcome.PASSED)));
        KitReport with = KitReport.of(Map.of("fake", List.of(written(), own)));
        assertThat(with.notProven("fake")).hasSize(count - 1).doesNotContain("DUR-1");
        assertThat(with.markdown()).containsPattern("\\| DUR-1 \\|.*\\| passed, 1 test \\|");

        ResultFile.write(own, List.of(new RuleResult("DUR-1", "writer_killed", Outcome.FAILED)));
        assertThat(KitReport.of(Map.of("fake", List.of(written(), own))).problems())
                .containsExactly("fake: DUR-1 writer_killed failed");
    }

    @Test
    void paths_thatRan_areNamedWithTheNumberOfTheirTests() throws IOException {
        long all = KitTest.all().stream().map(KitTest::method).distinct().count();
        assertThat(report().markdown()).contains("| direct: " + all + " of " + all + " tests |");
        Path other = folder.resolve("other.tsv");
        ResultFile.write(
                other,
                List.of(
                        new RuleResult("TEXT-1", "key_empty_isRefused", Outcome.PASSED, "in transactions"),
                        new RuleResult("DUR-1", "writer_killed", Outcome.PASSED, "of my own")));
        KitReport report = KitReport.of(Map.of("fake", List.of(written(), other)));
        assertThat(report.problems()).isEmpty();
        String paths = "direct: " + all + " of " + all + " tests; in transactions: 1 of " + all + " tests";
        assertThat(report.markdown()).contains("| " + paths + " |");
        assertThat(report.html()).contains("<td>" + paths + "</td>");
    }

    @Test
    void backend_unknown_hasNoRulesThatAreNotProven() throws IOException {
        KitReport report = report();
        assertThatThrownBy(() -> report.notProven("other"))
                .isInstanceOf(KitReportException.class)
                .hasMessageContaining("other");
    }

    @Test
    void rule_unknown_isProblem() throws IOException {
        results.add(new RuleResult("NOPE-1", "some_test", Outcome.PASSED));
        assertThat(report().problems())
                .containsExactly("fake: NOPE-1 some_test names a rule that the contract does not have");
    }

    @Test
    void file_ofSomethingElse_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("other.tsv"), "something else\n");
        assertThatThrownBy(() -> KitReport.of(Map.of("fake", List.of(file))))
                .isInstanceOf(KitReportException.class)
                .hasMessageContaining("header");
        Files.writeString(file, "rule\ttest\tresult\nTEXT-1\ta\tgreen\n");
        assertThatThrownBy(() -> KitReport.of(Map.of("fake", List.of(file))))
                .isInstanceOf(KitReportException.class)
                .hasMessageContaining("none of passed");
    }

    @Test
    void main_writesBothPages_andFailsWhenNotProven() throws IOException {
        Path file = written();
        String[] arguments = {"--out", folder.resolve("out").toString(), "fake=" + file};
        KitReport.main(arguments);
        assertThat(folder.resolve("out/kit-report.md")).content().isEqualTo(report().markdown());
        assertThat(folder.resolve("out/kit-report.html")).content().isEqualTo(report().html());
        results.clear();
        written();
        assertThatThrownBy(() -> KitReport.main(arguments)).isInstanceOf(KitReportException.class);
        assertThat(folder.resolve("out/kit-report.md")).content().contains("no rule was run");
    }

    @Test
    void main_argumentsThatMeanNothing_areRefused() {
        for (String[] arguments :
                new String[][] {{}, {"--out"}, {"fake"}, {"--out", "x", "--colour=red"}, {"fake=x"}}) {
            assertThatThrownBy(() -> KitReport.main(arguments))
                    .isInstanceOf(KitReportException.class)
                    .hasMessageContaining("Usage");
        }
    }

    private KitReport report() throws IOException {
        return KitReport.of(Map.of("fake", List.of(written())));
    }

    private Path written() throws IOException {
        Path file = folder.resolve("fake.tsv");
        ResultFile.write(file, results);
        return file;
    }
}
