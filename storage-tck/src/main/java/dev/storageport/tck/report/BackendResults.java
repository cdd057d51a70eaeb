// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.report;

import dev.storageport.tck.rule.RuleResult;
import dev.storageport.tck.rule.RuleResult.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
        /** Holds above the port: the same for every backend. */
        LIBRARY("by the library"),
        /** The kit cannot prove it, and no test of the backend's own does. */
        NOT_PROVEN("not proven");

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
        if (rule.provenByKit()) {
            return Verdict.NOT_RUN;
        }
        return rule.provenByLibrary() ? Verdict.LIBRARY : Verdict.NOT_PROVEN;
    }

    /** Returns the numbers of the rules that nothing proves for this backend; the kit cannot. */
    List<String> notProven(List<ContractRule> rules) {
        return rules.stream()
                .filter(rule -> verdict(rule) == Verdict.NOT_PROVEN)
                .map(ContractRule::number)
                .toList();
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
        Set<KitTest> ran = results.stream().map(BackendResults::test).collect(Collectors.toSet());
        return kitTests.stream().filter(test -> !ran.contains(test)).toList();
    }

    private static KitTest test(RuleResult result) {
        return new KitTest(result.rule(), result.test().split(" ", 2)[0]);
    }

    /** Returns each path that tests of the kit took, with how many of all of these did. */
    SortedMap<String, String> paths(Set<KitTest> kitTests) {
        SortedMap<String, Set<String>> took = new TreeMap<>();
        results.stream()
                .filter(result -> kitTests.contains(test(result)))
                .forEach(result -> took.computeIfAbsent(result.path(), path -> new HashSet<>())
                        .add(test(result).method()));
        long all = kitTests.stream().map(KitTest::method).distinct().count();
        SortedMap<String, String> paths = new TreeMap<>();
        took.forEach((path, methods) -> paths.put(path, methods.size() + " of " + all + " tests"));
        return paths;
    }
}
