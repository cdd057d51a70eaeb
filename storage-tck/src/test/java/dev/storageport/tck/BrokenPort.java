// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.harness.ForwardingHarness;
import dev.storageport.tck.harness.ForwardingPort;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A port that is wrong in one small way, and the rule whose tests must notice.
 *
 * @param mistake what it does wrong
 * @param rule the rule it breaks
 * @param breakage makes it of a port that is right
 */
record BrokenPort(String mistake, String rule, UnaryOperator<StoragePort> breakage) {

    /** Returns a port whose mistake is one of its operations. */
    static BrokenPort operations(String mistake, String rule, UnaryOperator<RecordOperations> around) {
        return new BrokenPort(mistake, rule, port -> new ForwardingPort(port, around));
    }

    /** Fails unless a test of the rule fails by an assertion that is described. */
    void assertNoticed(Path reports) {
        new BrokenHarness(mistake, rule, harness -> new ForwardingHarness(harness, breakage)).assertNoticed(reports);
    }

    @Override
    public String toString() {
        return rule + ": " + mistake;
    }
}
