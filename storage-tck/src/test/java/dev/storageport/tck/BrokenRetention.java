// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.tck.harness.StorageHarness;
import dev.storageport.tck.retention.RetentionContract;
import dev.storageport.tck.retention.Retentions;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Retention that is wrong in one small way, on the fake, which is right, and the rule whose tests must notice.
 *
 * @param mistake what it does wrong
 * @param rule the rule it breaks
 * @param retentions the wrong ones
 */
record BrokenRetention(String mistake, String rule, Retentions retentions) {

    /** Fails unless a test of the rule fails by an assertion that is described. */
    void assertNoticed(Path reports) {
        UnaryOperator<Retentions> breakage = right -> retentions;
        KitRun.ofRule(rule, OnFake.class, breakage, reports).assertNoticed(mistake, rule);
    }

    @Override
    public String toString() {
        return rule + ": " + mistake;
    }

    /** The chapter on the fake, with the retention of the run. Not called a test, so that it runs only here. */
    @ExtendWith(KitRun.BreakageOfRun.class)
    static final class OnFake extends RetentionContract {

        private final UnaryOperator<Retentions> breakage;

        OnFake(UnaryOperator<Retentions> breakage) {
            this.breakage = breakage;
        }

        @Override
        protected StorageHarness harness() {
            return new FakeHarness();
        }

        @Override
        protected Retentions retentions() {
            return breakage.apply(super.retentions());
        }
    }
}
