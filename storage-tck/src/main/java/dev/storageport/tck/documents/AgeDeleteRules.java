// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.Rollback;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** DEL: deleting by an age that the collection has no index on. */
abstract class AgeDeleteRules extends Topic {

    private static final Instant LATER = Workbench.START.plus(Duration.ofMinutes(1));

    /** More than are looked through, and than are deleted, at a time. */
    private static final int MANY = 4_500;

    @Test
    @Rule("DEL-9")
    void delete_byAge_findsWhatIsOldAmongManyDocuments() {
        DocumentCollection<Item> items = Item.in(bench());
        items.putAll(Item.many(MANY));
        items.put(Item.key(7), Item.of(7), Content.text("old"));
        bench().clock().set(LATER);
        List<String> written = IntStream.range(0, MANY)
                .filter(i -> i % 3 == 0 || (i > 1_000 && i < 3_500))
                .mapToObj(Item::key)
                .toList();
        items.putAll(written.stream().map(key -> Document.of(key, Item.of(-1))).toList());

        assertThat(items.delete(Condition.updatedBefore(LATER).and(Condition.keyBefore(Item.key(100)))))
                .as("old documents of the first hundred")
                .isEqualTo(66);
        assertThat(items.delete(Condition.updatedBefore(LATER)))
                .as("old documents of the others")
                .isEqualTo(MANY - written.size() - 66);
        assertThat(items.keys(Condition.all())).as("documents left").isEqualTo(written);
        assertThat(items.summary().contentBytes()).as("bytes of contents left").isZero();
        assertThat(items.delete(Condition.updatedBefore(LATER)))
                .as("deleted again")
                .isZero();
    }

    @Test
    @Rule("DEL-9")
    void delete_byAge_leavesWhatIsWrittenMeanwhile() {
        DocumentCollection<Item> items = Item.in(bench());
        items.putAll(Item.many(MANY));
        bench().clock().set(LATER);
        Set<String> touched = ConcurrentHashMap.newKeySet();
        CountDownLatch started = new CountDownLatch(1);
        long deleted;
        try (TestThreads threads = new TestThreads()) {
            threads.start(() -> {
                for (int i = 0; i < MANY; i += 5) {
                    if (items.touch(Item.key(i))) {
                        touched.add(Item.key(i));
                    }
                    started.countDown();
                }
            });
            TestThreads.meet(started);
            deleted = items.delete(Condition.updatedBefore(LATER));
            threads.joinWithoutError("writers of documents that somebody deletes by their age");
        }
        assertThat(items.keys(Condition.all()))
                .as("documents left, by those that were written before they could be deleted")
                .isEqualTo(touched.stream().sorted().toList());
        assertThat(deleted).as("number of deleted documents").isEqualTo(MANY - touched.size());
    }

    @Test
    @Rule("DEL-9")
    void deleteInBatches_leavesWhatIsWrittenMeanwhile() {
        DocumentCollection<Item> items = Item.in(bench());
        items.putAll(Item.many(600).stream()
                .map(document -> Document.of(
                        document.key(), Item.grouped(document.value().number(), "red")))
                .toList());
        Set<String> painted = ConcurrentHashMap.newKeySet();
        CountDownLatch started = new CountDownLatch(1);
        long deleted;
        try (TestThreads threads = new TestThreads()) {
            threads.start(() -> {
                for (int i = 0; i < 600; i += 3) {
                    if (items.update(Item.key(i), item -> Item.grouped(item.number(), "blue"))
                            .isPresent()) {
                        painted.add(Item.key(i));
                    }
                    started.countDown();
                }
            });
            TestThreads.meet(started);
            deleted = items.deleteInBatches(Item.GROUP.is("red"), 50);
            threads.joinWithoutError("writers of documents that somebody deletes in batches");
        }
        assertThat(items.keys(Condition.all()))
                .as("documents left, by those that no longer met the condition")
                .isEqualTo(painted.stream().sorted().toList());
        assertThat(deleted).as("number of deleted documents").isEqualTo(600 - painted.size());
    }

    @Test
    @Rule("DEL-9")
    void delete_byAgeInATransaction_isPartOfIt() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.putAll(Item.many(2_200));
        bench().clock().set(LATER);
        items.touch(Item.key(3));

        Rollback.of(storage, open -> {
            assertThat(open.collection(Item.SPEC).delete(Condition.updatedBefore(LATER)))
                    .as("number of deleted documents")
                    .isEqualTo(2_199);
            assertThat(open.collection(Item.SPEC).count())
                    .as("documents left inside")
                    .isEqualTo(1);
        });
        assertThat(items.count()).as("documents after the rollback").isEqualTo(2_200);
    }
}
