// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.tck.harness.StorageHarness;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A harness that is wrong in one small way, and the rule whose tests must notice.
 *
 * @param mistake what it does wrong
 * @param rule the rule it breaks
 * @param breakage makes it of a harness that is right
 */
record BrokenHarness(String mistake, String rule, UnaryOperator<StorageHarness> breakage) {

    /** Fails unless a test of the rule fails by an assertion that is described. */
    void assertNoticed(Path reports) {
        KitRun.ofRule(rule, breakage, reports).assertNoticed(mistake, rule);
    }

    @Override
    public String toString() {
        return rule + ": " + mistake;
    }
}
