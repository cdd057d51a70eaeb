// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.history.checker.Finding;
import dev.storageport.tck.history.checker.LinearizabilityChecker;
import dev.storageport.tck.history.checker.ListAppendChecker;
import dev.storageport.tck.history.checker.ListTransaction;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * ISO: what many threads did and saw at random, judged afterwards. The system property {@code storage.tck.seed} chooses what they do, and a
 * failure names it; when they do it is the machine's affair, so the same seed may show nothing the next time. {@code storage.tck.histories}
 * says how many histories.
 */
abstract class HistoryRules extends Topic {

    /** How long the threads of one history of transactions go on. */
    static final Duration HISTORY = Duration.ofMillis(1200);

    /** Rounds on new keys, so that what has to be explained at once stays short. */
    static final int ROUNDS = 12;

    private static long seed() {
        return Long.getLong("storage.tck.seed", ThreadLocalRandom.current().nextLong(1_000_000_000L));
    }

    private static int histories() {
        return Integer.getInteger("storage.tck.histories", 1);
    }

    @Test
    @Rule("ISO-13")
    void randomTransactions_showNoCycle() {
        long seed = seed();
        for (int i = 0; i < histories(); i++) {
            try (Workbench fresh = bench().fresh()) {
                List<Storage> storages =
                        List.of(fresh.open(ListAppendWorkload.SPEC), fresh.open(ListAppendWorkload.SPEC));
                List<ListTransaction> history = new ListAppendWorkload(storages, seed + i, HISTORY).history();
                List<Finding> findings = ListAppendChecker.check(history);
                assertThat(findings)
                        .as(
                                "-Dstorage.tck.seed=%d: what %d transactions show that no serial order does: %d findings, the first%n%s%n",
                                seed, history.size(), findings.size(), findings.isEmpty() ? "" : findings.get(0))
                        .isEmpty();
                assertThat(history).as("transactions that ran").hasSizeGreaterThan(1);
            }
        }
    }

    @Test
    @Rule("ISO-14")
    void randomOperationsOnOneKey_areLinearizable() {
        long seed = seed();
        List<DocumentCollection<Item>> storages = List.of(Item.in(bench()), Item.in(bench()));
        for (int round = 0; round < ROUNDS * histories(); round++) {
            int number = round;
            new RegisterWorkload(storages, List.of("left-" + number, "right-" + number), seed + number)
                    .histories(16)
                    .forEach((key, history) -> assertThat(LinearizabilityChecker.check(history))
                            .as(
                                    "-Dstorage.tck.seed=%d: why no order of %d operations on key %s explains their answers",
                                    seed, history.size(), key)
                            .isEmpty());
        }
    }
}
