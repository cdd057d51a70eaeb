// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.TransactionOptions;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * ISO: what has returned comes before what begins later. Two parties each raise a flag and look at the other's, one in a transaction, one by
 * operations of their own: it must not be that neither sees the other's flag. There would be a serial order all the same, but not one in which
 * the caller's second operation comes after its first.
 *
 * <pre>
 *   transaction:   |look at a ................... raise b|
 *   caller:                     |raise a| |look at b|
 * </pre>
 */
abstract class RealTimeRules extends Topic {

    @Test
    @Rule("ISO-18")
    void getAll_afterAWriteThatReturned_comesAfterIt() {
        assertSomebodySees((storage, items) -> !items.getAll(List.of("b", "c")).isEmpty());
    }

    @Test
    @Rule("ISO-18")
    void query_afterAWriteThatReturned_comesAfterIt() {
        assertSomebodySees(
                (storage, items) -> !items.find(Item.GROUP.is("second")).isEmpty());
        assertSomebodySees((storage, items) -> items.count(Condition.keyStartsWith("b")) > 0);
        assertSomebodySees((storage, items) -> {
            try (Stream<?> stream = items.stream(Item.GROUP.is("second"))) {
                return stream.findAny().isPresent();
            }
        });
    }

    @Test
    @Rule("ISO-18")
    void readOnlyTransaction_afterAWriteThatReturned_comesAfterIt() {
        assertSomebodySees((storage, items) -> storage.<Boolean, RuntimeException>transact(
                TransactionOptions.snapshot(),
                transaction -> transaction.collection(Item.SPEC).get("b").isPresent()));
    }

    /** How a caller looks for document b. */
    @FunctionalInterface
    interface Look {
        boolean sees(Storage storage, DocumentCollection<Item> items);
    }

    private void assertSomebodySees(Look look) {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.clear();
        CountDownLatch transactionLooked = new CountDownLatch(1);
        CountDownLatch callerDone = new CountDownLatch(1);
        boolean[] saw = new boolean[2];
        try (TestThreads threads = new TestThreads()) {
            threads.start(() -> storage.transactWithoutResult(transaction -> {
                DocumentCollection<Item> own = transaction.collection(Item.SPEC);
                saw[0] = own.get("a").isPresent();
                transactionLooked.countDown();
                TestThreads.meet(callerDone);
                own.put("b", Item.grouped(2, "second"));
            }));
            threads.start(() -> {
                TestThreads.meet(transactionLooked);
                items.put("a", Item.grouped(1, "first"));
                saw[1] = look.sees(storage, items);
                callerDone.countDown();
            });
            threads.join();
        }
        assertThat(saw[0] || saw[1])
                .as("one of two saw the flag that the other had raised before it looked")
                .isTrue();
    }
}
