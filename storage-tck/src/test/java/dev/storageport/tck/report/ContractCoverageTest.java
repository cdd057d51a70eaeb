// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The kit's tests and the numbers in {@code CONTRACT.md} fit together. */
final class ContractCoverageTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("\\bstorage-[a-z]+\\b");

    @Test
    void rules_provenByKit_haveTest() throws IOException {
        List<String> tested = KitTest.all().stream().map(KitTest::rule).toList();
        assertThat(rules().stream().filter(ContractRule::provenByKit).map(ContractRule::number))
                .as("rules that the contract says the kit proves")
                .isSubsetOf(tested);
    }

    @Test
    void numbers_ofTests_areInContract() throws IOException {
        assertThat(KitTest.all().stream().map(KitTest::rule))
                .as("rules that tests name")
                .isSubsetOf(rules().stream().map(ContractRule::number).toList());
    }

    @Test
    void numbers_areUnique() throws IOException {
        assertThat(rules().stream().map(ContractRule::number)).doesNotHaveDuplicates();
    }

    @Test
    void levels_areMustOrShould() throws IOException {
        assertThat(rules()).allSatisfy(rule -> assertThat(rule.level()).isIn("MUST", "SHOULD"));
    }

    @Test
    void rules_provenElsewhere_sayWhereAndWhy() throws IOException {
        assertThat(rules().stream().filter(rule -> !rule.provenByKit()))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.proof())
                        .as("where %s is proven and why", rule.number())
                        .matches("[^:]*\\btests\\b[^:]*: .+"));
    }

    @Test
    void modules_thatProveRules_exist() throws IOException {
        List<String> modules = rules().stream()
                .flatMap(rule -> MODULE.matcher(rule.proof()).results().map(MatchResult::group))
                .distinct()
                .toList();
        assertThat(modules)
                .isNotEmpty()
                .allSatisfy(module -> assertThat(REPOSITORY.resolve(module).resolve("pom.xml"))
                        .exists());
    }

    private static List<ContractRule> rules() throws IOException {
        return ContractText.rules(ContractText.ofThisKit());
    }
}
