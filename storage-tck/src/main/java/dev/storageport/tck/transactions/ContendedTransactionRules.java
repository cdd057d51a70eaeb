// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.UniqueViolationException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * TX: what a transaction is told while another writer is busy. Some backends let it wait then, some run it in another way than one that
 * comes alone; it is told the same.
 */
abstract class ContendedTransactionRules extends Topic {

    /** How long the other writer waits for the transaction to begin; where transactions wait for each other, in vain. */
    static final long UNTIL_BEGUN_MILLIS = 300;

    /** How long it then stays busy, if the transaction has not ended before. */
    static final long BUSY_MILLIS = 100;

    @Test
    @Rule({"TX-14", "REV-2"})
    void outdatedRevision_besideABusyWriter_isNotApplied() throws InterruptedException {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        long outdated = items.put("a", Item.of(1)).revision();
        Stored<Item> current = items.put("a", Item.of(2));
        for (Storage other : List.of(storage, bench().open(Item.SPEC))) {
            beside(
                    other,
                    "busy",
                    begun -> storage.transactWithoutResult(open -> {
                        begun.run();
                        DocumentCollection<Item> inside = open.collection(Item.SPEC);
                        assertThat(inside.replaceIf("a", outdated, Item.of(3)))
                                .as("replaceIf at an outdated revision in a transaction beside a busy writer")
                                .isEmpty();
                        assertThat(inside.deleteIf("a", outdated))
                                .as("deleteIf at an outdated revision in a transaction beside a busy writer")
                                .isFalse();
                    }));
            assertThat(items.get("a"))
                    .as("the document whose outdated revision a transaction beside a busy writer expected")
                    .contains(current);
        }
    }

    @Test
    @Rule({"TX-14", "REV-2"})
    void revision_thatTheBusyWriterOutdates_isNotApplied() throws InterruptedException {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        Storage second = bench().open(Item.SPEC);
        for (Storage other : List.of(storage, second)) {
            long outdated = items.put("a", Item.of(1)).revision();
            List<Boolean> applied = new ArrayList<>();
            beside(
                    other,
                    "a",
                    begun -> storage.transactWithoutResult(open -> {
                        DocumentCollection<Item> inside = open.collection(Item.SPEC);
                        inside.contains("b");
                        begun.run();
                        applied.add(inside.replaceIf("a", outdated, Item.of(3)).isPresent());
                    }));
            assertThat(applied)
                    .as("attempts at a replaceIf whose revision a busy writer outdates, the last of them told of it")
                    .endsWith(false);
            assertThat(items.get("a").map(Stored::value))
                    .as("the document that the busy writer has written")
                    .contains(Item.of(-1));
        }
    }

    @Test
    @Rule({"TX-14", "DOC-3"})
    void writesThatDoNotApply_besideABusyWriter_changeNothing() throws InterruptedException {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        Stored<Item> present = items.put("a", Item.of(1));
        for (Storage other : List.of(storage, bench().open(Item.SPEC))) {
            beside(
                    other,
                    "busy",
                    begun -> storage.transactWithoutResult(open -> {
                        begun.run();
                        DocumentCollection<Item> inside = open.collection(Item.SPEC);
                        assertThat(List.of(
                                        inside.insert("a", Item.of(2)).isPresent(),
                                        inside.replace("b", Item.of(2)).isPresent(),
                                        inside.touch("b"),
                                        inside.delete("b")))
                                .as("insert of a taken key, replace, touch and delete of none, beside a busy writer")
                                .containsOnly(false);
                    }));
            assertThat(items.get("a")).as("the document that was there").contains(present);
            assertThat(items.contains("b")).as("whether one came to be").isFalse();
        }
    }

    @Test
    @Rule({"TX-14", "INDEX-2"})
    void uniqueValue_ofAnotherDocument_besideABusyWriter_isRefusedByTheOperation() throws InterruptedException {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.put("owner", Item.aliased(1, "taken"));
        for (Storage other : List.of(storage, bench().open(Item.SPEC))) {
            List<String> reached = new ArrayList<>();
            beside(
                    other,
                    "busy",
                    begun -> refusal(
                            UniqueViolationException.class,
                            "a transaction that takes another document's unique value beside a busy writer",
                            () -> storage.transactWithoutResult(open -> {
                                begun.run();
                                open.collection(Item.SPEC).put("thief", Item.aliased(2, "taken"));
                                reached.add("the end of the work");
                            })));
            assertThat(reached)
                    .as("what was reached behind the operation that takes another document's unique value")
                    .isEmpty();
            assertThat(items.find(Item.ALIAS.is("taken")))
                    .as("owners of the value")
                    .extracting(Stored::key)
                    .containsExactly("owner");
        }
    }

    /**
     * Runs a transaction while another one has written a document and not ended.
     *
     * @param other where the other one writes
     * @param key what it writes
     * @param contended the transaction; given what it runs when it has begun, if it does not have to wait
     */
    private static void beside(Storage other, String key, Consumer<Runnable> contended) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (TestThreads threads = new TestThreads()) {
            threads.start(() -> other.transactWithoutResult(open -> {
                open.collection(Item.SPEC).put(key, Item.of(-1));
                busy.countDown();
                if (begun.await(UNTIL_BEGUN_MILLIS, TimeUnit.MILLISECONDS)) {
                    ended.await(BUSY_MILLIS, TimeUnit.MILLISECONDS);
                }
            }));
            assertThat(busy.await(TestThreads.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .as("whether the other transaction has written")
                    .isTrue();
            contended.accept(begun::countDown);
            ended.countDown();
            threads.join();
        }
    }
}
