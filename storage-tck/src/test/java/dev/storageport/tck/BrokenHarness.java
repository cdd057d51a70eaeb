// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.tck.harness.StorageHarness;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.platform.engine.TestExecutionResult.Status;

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
        KitRun run = KitRun.ofRule(rule, breakage, reports);
        assertThat(run.results()).as("tests that carry %s", rule).isNotEmpty();
        assertThat(run.results())
                .as("a backend that %s: the tests of %s", mistake, rule)
                .anySatisfy((test, result) -> {
                    assertThat(result.getStatus()).isEqualTo(Status.FAILED);
                    assertThat(result.getThrowable())
                            .hasValueSatisfying(failure -> assertThat(failure)
                                    .isInstanceOf(AssertionError.class)
                                    .hasMessageStartingWith("["));
                });
    }

    @Override
    public String toString() {
        return rule + ": " + mistake;
    }
}
