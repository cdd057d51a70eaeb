// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** TX: transactions that are in each other's way, and whose callers hear nothing of it. */
abstract class ContentionRules extends Topic {

    static final int DOCUMENTS = 5;

    @Test
    @Rule("TX-13")
    void transactions_thatWriteInOppositeOrders_bothCommit() {
        Interleaving.of(bench())
                .transaction("T1", log -> {
                    log.step(1);
                    log.put("x", 11);
                    log.step(3);
                    log.put("y", 21);
                    log.step(5);
                })
                .transaction("T2", log -> {
                    log.step(2);
                    log.put("y", 22);
                    log.step(4);
                    log.put("x", 12);
                    log.step(6);
                })
                .assertSerial();
    }

    @Test
    @Rule("TX-13")
    void transactions_thatReadAllAndWriteInAnyOrder_allCommit() {
        Storage first = bench().open(Item.SPEC);
        Storage second = bench().open(Item.SPEC);
        DocumentCollection<Item> items = first.collection(Item.SPEC);
        for (int i = 0; i < DOCUMENTS; i++) {
            items.put(Item.key(i), Item.of(0));
        }
        long seed = Long.getLong("storage.tck.seed", ThreadLocalRandom.current().nextLong(1_000_000_000L));
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(6, thread -> {
                Random random = new Random(seed + thread);
                for (int i = 0; i < 8; i++) {
                    raise(thread % 2 == 0 ? first : second, random);
                }
            });
            threads.joinWithoutError("transactions in each other's way");
        }
        assertThat(items.find(Condition.all()).stream()
                        .mapToInt(stored -> stored.value().number())
                        .sum())
                .as("sum of documents of which 48 transactions each raised two, -Dstorage.tck.seed=%d", seed)
                .isEqualTo(96);
    }

    /** Reads some documents and raises two, in an order of its own. */
    private static void raise(Storage storage, Random random) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            keys.add(Item.key(i));
        }
        Collections.shuffle(keys, random);
        boolean asks = random.nextInt(4) == 0;
        storage.transactWithoutResult(transaction -> {
            DocumentCollection<Item> own = transaction.collection(Item.SPEC);
            if (asks) {
                own.count(Condition.all());
            } else {
                own.getAll(keys.subList(0, 3));
            }
            for (String key : keys.subList(0, 2)) {
                own.update(key, item -> Item.of(item.number() + 1));
                LockSupport.parkNanos(50_000);
            }
        });
    }
}
