// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.PoolStatus;
import dev.storageport.Storage;
import dev.storageport.StorageInterruptedException;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/** CONC: interrupted threads. */
abstract class InterruptionRules extends Topic {

    static final int VICTIMS = 12;

    @Test
    @Rule("CONC-5")
    void operation_ofAnInterruptedThread_isRefusedAndChangesNothing() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        Stored<Item> before = items.put("a", Item.of(1), Content.text("old"));
        List<TestThreads.Work> operations = List.of(
                () -> items.put("a", Item.of(2)),
                () -> items.update("a", item -> Item.of(2)),
                () -> items.delete("a"),
                () -> items.clear(),
                () -> items.get("a"),
                () -> items.find(Condition.all()),
                () -> items.putAll(Item.many(3)),
                () -> storage.transactWithoutResult(
                        open -> open.collection(Item.SPEC).delete("a")));
        for (TestThreads.Work operation : operations) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(operation::run).isInstanceOf(StorageInterruptedException.class);
            assertThat(Thread.interrupted())
                    .as("the interrupt flag after the error")
                    .isTrue();
        }
        assertThat(items.find(Condition.all())).as("documents stored").containsExactly(before);
        assertThat(items.content("a")).as("content of a").contains(Content.text("old"));
    }

    @Test
    @Rule("CONC-5")
    void transaction_whoseThreadIsInterruptedMidway_rollsBack() {
        Storage storage = bench().open(Item.SPEC);
        assertThatThrownBy(() -> storage.transactWithoutResult(transaction -> {
                    transaction.collection(Item.SPEC).put("a", Item.of(1));
                    Thread.currentThread().interrupt();
                    transaction.collection(Item.SPEC).put("b", Item.of(2));
                }))
                .isInstanceOf(StorageInterruptedException.class);
        assertThat(Thread.interrupted())
                .as("the interrupt flag after the error")
                .isTrue();

        assertThat(storage.collection(Item.SPEC).count())
                .as("number of documents")
                .isZero();
        storage.collection(Item.SPEC).put("after", Item.of(3));
    }

    @Test
    @Rule({"CONC-5", "LIFE-10"})
    void documents_whoseWritersAreInterrupted_areWhollyOldOrWhollyNew() throws InterruptedException {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        CountDownLatch underWay = new CountDownLatch(VICTIMS * 4);
        AtomicReferenceArray<String> ends = new AtomicReferenceArray<>(VICTIMS);
        List<Thread> victims = new ArrayList<>();
        for (int i = 0; i < VICTIMS; i++) {
            int number = i;
            Thread victim =
                    new Thread(() -> ends.set(number, writeUntilInterrupted(items, number, underWay)), "victim-" + i);
            victim.setDaemon(true);
            victim.start();
            victims.add(victim);
        }
        assertThat(underWay.await(60, TimeUnit.SECONDS))
                .as("all writers are under way")
                .isTrue();
        for (Thread victim : victims) {
            victim.interrupt();
        }
        for (int i = 0; i < VICTIMS; i++) {
            victims.get(i).join(Duration.ofSeconds(60).toMillis());
            assertThat(ends.get(i)).as("how the interrupted writer %d ended", i).isEqualTo("interrupted, flag kept");
        }
        assertWhole(items);
        items.put("after", Item.of(1), Content.text("1"));
        assertThat(storage.health(Duration.ofSeconds(10))
                        .pool()
                        .map(PoolStatus::inUse)
                        .orElse(0))
                .as("connections in use after interruptions")
                .isZero();
    }

    private static String writeUntilInterrupted(DocumentCollection<Item> items, int number, CountDownLatch underWay) {
        try {
            for (int i = 0; i < 1_000_000; i++) {
                int value = i * VICTIMS + number;
                items.put(
                        "shared-" + i % 3,
                        new Item(value, "group-" + value, null),
                        Content.text(Integer.toString(value)));
                underWay.countDown();
            }
            return "not interrupted";
        } catch (StorageInterruptedException interrupted) {
            return "interrupted, flag " + (Thread.currentThread().isInterrupted() ? "kept" : "lost");
        } catch (RuntimeException other) {
            return other.toString();
        }
    }

    private static void assertWhole(DocumentCollection<Item> items) {
        for (int i = 0; i < 3; i++) {
            StoredWithContent<Item> found = items.getWithContent("shared-" + i).orElseThrow();
            int value = found.document().value().number();
            assertThat(found.content())
                    .as("content written with its document")
                    .contains(Content.text(Integer.toString(value)));
            assertThat(items.find(Item.GROUP.is("group-" + value)))
                    .as("index value written with its document")
                    .extracting(Stored::key)
                    .containsExactly("shared-" + i);
        }
    }
}
