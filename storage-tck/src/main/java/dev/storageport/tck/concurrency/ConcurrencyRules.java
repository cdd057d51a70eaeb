// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.PoolStatus;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.UniqueViolationException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** CONC: many threads, one invariant. */
abstract class ConcurrencyRules extends Topic {

    @Test
    @Rule({"CONC-1", "LIFE-10"})
    void hundredThreads_thatWriteFiftyDocumentsEach_meetNoError() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(100, thread -> {
                for (int i = 0; i < 50; i++) {
                    int number = thread * 50 + i;
                    items.put(Item.key(number), new Item(number, "thread-" + thread, "alias-" + number));
                }
            });
            threads.join();
        }
        assertThat(items.count()).as("documents that 100 threads wrote").isEqualTo(5_000);
        assertThat(items.find(Condition.all()))
                .as("documents stored")
                .extracting(stored -> stored.value().number())
                .doesNotHaveDuplicates();
        assertThat(items.count(Item.GROUP.is("thread-99")))
                .as("documents in the group thread-99")
                .isEqualTo(50);
        Optional<PoolStatus> pool = storage.health(Duration.ofSeconds(10)).pool();
        assertThat(pool.map(PoolStatus::inUse).orElse(0))
                .as("connections in use when nothing runs")
                .isZero();
        assertThat(pool.map(PoolStatus::waiting).orElse(0))
                .as("threads that wait when nothing runs")
                .isZero();
    }

    @Test
    @Rule("CONC-2")
    void updates_ofOneDocumentByManyThreads_loseNone() {
        Storage first = bench().open(Item.SPEC);
        Storage second = bench().open(Item.SPEC);
        first.collection(Item.SPEC).put("counter", Item.of(0));
        long revision = first.collection(Item.SPEC).get("counter").orElseThrow().revision();
        CountDownLatch allHaveRead = new CountDownLatch(8);
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(8, thread -> {
                DocumentCollection<Item> items = (thread % 2 == 0 ? first : second).collection(Item.SPEC);
                for (int i = 0; i < 15; i++) {
                    items.update("counter", item -> {
                        allHaveRead.countDown();
                        TestThreads.meet(allHaveRead);
                        return Item.of(item.number() + 1);
                    });
                }
            });
            threads.join();
        }
        Stored<Item> counter = first.collection(Item.SPEC).get("counter").orElseThrow();
        assertThat(counter.value().number())
                .as("a counter after 8 times 15 updates")
                .isEqualTo(120);
        assertThat(counter.revision()).as("its revision").isEqualTo(revision + 120);
    }

    @Test
    @Rule("CONC-3")
    void inserts_ofOneKeyByManyThreads_succeedOnce() {
        Storage first = bench().open(Item.SPEC);
        Storage second = bench().open(Item.SPEC);
        for (int round = 0; round < 10; round++) {
            String key = Item.key(round);
            AtomicInteger inserted = new AtomicInteger();
            try (TestThreads threads = new TestThreads()) {
                threads.startTogether(6, thread -> {
                    Storage storage = thread % 2 == 0 ? first : second;
                    if (storage.collection(Item.SPEC)
                            .insert(key, Item.of(thread))
                            .isPresent()) {
                        inserted.incrementAndGet();
                    }
                });
                threads.join();
            }
            assertThat(inserted)
                    .as("inserts of one key that succeeded, of six at once")
                    .hasValue(1);
        }
    }

    @Test
    @Rule("CONC-3")
    void writers_ofOneUniqueValue_succeedOnce() {
        Storage first = bench().open(Item.SPEC);
        Storage second = bench().open(Item.SPEC);
        for (int round = 0; round < 10; round++) {
            String alias = "alias-" + round;
            AtomicInteger refused = new AtomicInteger();
            try (TestThreads threads = new TestThreads()) {
                threads.startTogether(6, thread -> {
                    Storage storage = thread % 2 == 0 ? first : second;
                    try {
                        storage.collection(Item.SPEC).put(alias + "-" + thread, Item.aliased(thread, alias));
                    } catch (UniqueViolationException violation) {
                        refused.incrementAndGet();
                    }
                });
                threads.join();
            }
            assertThat(refused)
                    .as("writers of one unique value that were refused, of six at once")
                    .hasValue(5);
            assertThat(first.collection(Item.SPEC).find(Item.ALIAS.is(alias)))
                    .as("owners of the value")
                    .hasSize(1);
        }
    }

    @Test
    @Rule("CONC-4")
    void batches_overTheSameKeysInAnyOrder_endWithoutError() {
        DocumentCollection<Item> items = Item.in(bench());
        long seed = System.nanoTime();
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(8, thread -> {
                Random random = new Random(seed + thread);
                for (int i = 0; i < 12; i++) {
                    List<Document<Item>> batch = new ArrayList<>(numbered(thread * 100 + i));
                    Collections.shuffle(batch, random);
                    if (i % 4 == 3) {
                        items.deleteAll(batch.stream().map(Document::key).toList());
                    } else {
                        items.putAll(batch);
                    }
                }
            });
            threads.join();
        }
        assertThat(items.find(Condition.all()).stream()
                        .map(stored -> stored.value().number())
                        .distinct())
                .as("numbers left by batches that each give one number to all keys, seed %d", seed)
                .hasSizeLessThanOrEqualTo(1);
        assertThat(items.count())
                .as("documents left, all or none, seed %d", seed)
                .isIn(0L, 20L);
    }

    private static List<Document<Item>> numbered(int number) {
        List<Document<Item>> batch = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            batch.add(Document.of(Item.key(i), Item.of(number)));
        }
        return batch;
    }

    @Test
    @Rule("CONC-6")
    void storages_openedAtOnceOnAnEmptyDatabase_allSucceed() {
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(8, thread -> {
                DocumentCollection<Item> items = Item.in(bench());
                items.put(Item.key(thread), Item.grouped(thread, "opened"));
            });
            threads.join();
        }
        assertThat(Item.in(bench()).count(Item.GROUP.is("opened")))
                .as("documents that eight storages wrote")
                .isEqualTo(8);
    }
}
