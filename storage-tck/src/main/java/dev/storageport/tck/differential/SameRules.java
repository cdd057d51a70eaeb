// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * SAME: random sequences of operations, on the backend and on the reference. The system properties {@code storage.tck.sequences} and
 * {@code storage.tck.seed} choose how many and which; a run whose number was chosen prints its seed, and a difference
 * names it.
 */
abstract class SameRules extends Topic {

    /** Steps in one sequence. */
    static final int STEPS = 60;

    /** Steps in one sequence of mostly queries: 120 sequences ask more than 10,000 times. */
    static final int QUERIES = 100;

    @Test
    @Rule("SAME-1")
    void randomSequences_giveTheSameResultsAsOnTheReference() {
        compare(seed -> new StepGenerator(seed).sequence(STEPS));
    }

    @Test
    @Rule("SAME-1")
    void randomQueries_giveTheSameResultsAsOnTheReference() {
        compare(seed -> new BookStepGenerator(new Random(seed)).sequence(QUERIES));
    }

    private void compare(LongFunction<List<Step>> sequence) {
        int sequences = Integer.getInteger("storage.tck.sequences", 15);
        long seed = Long.getLong("storage.tck.seed", ThreadLocalRandom.current().nextLong(1_000_000_000L));
        assertThat(sequences).as("storage.tck.sequences").isPositive();
        if (System.getProperty("storage.tck.sequences") != null) {
            System.out.printf("SAME-1: %d random sequences, -Dstorage.tck.seed=%d%n", sequences, seed);
        }
        DifferentialRun comparison = new DifferentialRun(bench());
        for (int i = 0; i < sequences; i++) {
            comparison
                    .difference(sequence.apply(seed + i))
                    .ifPresent(first -> assertSame(comparison.shrunk(first), seed));
        }
    }

    private static void assertSame(DifferentialRun.Difference difference, long seed) {
        assertThat(difference.actual())
                .as(
                        "-Dstorage.tck.seed=%d: the last of these steps gave another result than the reference%n%s%nit gave",
                        seed, difference.story())
                .isEqualTo(difference.expected());
    }
}
