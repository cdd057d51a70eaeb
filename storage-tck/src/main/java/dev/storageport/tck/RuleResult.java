// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import java.util.Locale;

/**
 * What became of one test of one rule.
 *
 * @param rule the rule's number, or {@link #UNNUMBERED}
 * @param test the test's method, with the invocation where a method runs several times
 * @param outcome how it ended
 */
record RuleResult(String rule, String test, Outcome outcome) {

    /** Stands in place of a rule for a test that names none, which is a failure. */
    static final String UNNUMBERED = "UNNUMBERED";

    /** How a test ended. Only one of these is good. */
    enum Outcome {
        PASSED,
        FAILED,
        ABORTED,
        DISABLED;

        /** Returns the word that stands in files and reports. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
