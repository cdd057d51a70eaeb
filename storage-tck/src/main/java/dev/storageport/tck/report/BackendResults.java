// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import dev.storageport.tck.rule.RuleResult;
import dev.storageport.tck.rule.RuleResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one backend's run of the kit says.
 *
 * @param backend the backend's name in the report
 * @param results the results, in the order of the file
 */
record BackendResults(String backend, List<RuleResult> results) {

    /** How a rule fares on a backend, in the words of the report. */
    enum Verdict {
        PASSED("passed"),
        FAILED("FAILED"),
        NOT_RUN("NOT RUN"),
        ELSEWHERE("elsewhere");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Copies the list. */
    BackendResults {
        results = List.copyOf(results);
    }

    long tests(ContractRule rule) {
        return results.stream()
                .filter(result -> result.rule().equals(rule.number()))
                .count();
    }

    Verdict verdict(ContractRule rule) {
        boolean failed = results.stream()
                .anyMatch(result -> result.rule().equals(rule.number()) && result.outcome() != Outcome.PASSED);
        if (failed) {
            return Verdict.FAILED;
        } else if (tests(rule) > 0) {
            return Verdict.PASSED;
        }
        return rule.provenByKit() ? Verdict.NOT_RUN : Verdict.ELSEWHERE;
    }

    /** Returns what keeps these results from proving the rules; empty if they do. */
    List<String> problems(List<ContractRule> rules, Set<KitTest> kitTests) {
        List<String> problems = new ArrayList<>();
        if (results.isEmpty()) {
            problems.add(backend + ": no rule was run");
            return problems;
        }
        Set<String> known = rules.stream().map(ContractRule::number).collect(Collectors.toSet());
        for (RuleResult result : results) {
            String test = backend + ": " + result.rule() + " " + result.test();
            if (!known.contains(result.rule())) {
                problems.add(test + " names a rule that the contract does not have");
            }
            if (result.outcome() != Outcome.PASSED) {
                problems.add(test + " " + result.outcome().word());
            }
        }
        for (ContractRule rule : rules) {
            if (verdict(rule) == Verdict.NOT_RUN) {
                problems.add(backend + ": " + rule.number() + " was not run");
            }
        }
        missing(kitTests)
                .forEach(test -> problems.add(backend + ": " + test.rule() + " " + test.method() + " did not run"));
        return problems;
    }

    private List<KitTest> missing(Set<KitTest> kitTests) {
        Set<KitTest> ran = results.stream()
                .map(result -> new KitTest(result.rule(), result.test().split(" ", 2)[0]))
                .collect(Collectors.toSet());
        return kitTests.stream().filter(test -> !ran.contains(test)).toList();
    }
}
