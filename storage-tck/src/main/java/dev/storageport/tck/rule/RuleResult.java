// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.rule;

import java.util.Locale;

/**
 * What became of one test of one rule.
 *
 * @param rule the rule's number, or {@link #UNNUMBERED}
 * @param test the test's method, with the invocation where a method runs several times
 * @param outcome how it ended
 */
public record RuleResult(String rule, String test, Outcome outcome) {

    /** Stands in place of a rule for a test that names none, which is a failure. */
    public static final String UNNUMBERED = "UNNUMBERED";

    /** How a test ended. Only one of these is good. */
    public enum Outcome {
        PASSED,
        FAILED,
        ABORTED,
        DISABLED;

        /** Returns the word that stands in files and reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
