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
 * @param path the path through the backend that it took
 */
public record RuleResult(String rule, String test, Outcome outcome, String path) {

    /** The path of whoever names none: operations as the application calls them. */
    public static final String DIRECT = "direct";

    /** Stands in place of a rule for a test that names none, which is a failure. */
    public static final String UNNUMBERED = "UNNUMBERED";

    /** Creates the result of a test on the path {@link #DIRECT}. */
    public RuleResult(String rule, String test, Outcome outcome) {
        this(rule, test, outcome, DIRECT);
    }

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
