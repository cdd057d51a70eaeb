// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.PoolStatus;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** CONC: more callers than a database likes, each of which is answered as if it were alone. */
abstract class ManyCallersRules extends Topic {

    static final int VIRTUAL_THREADS = 10_000;

    static final int PLATFORM_THREADS = 1_000;

    /** What a platform thread of these needs; a thousand of the usual size would be a lot of address space. */
    static final long SMALL_STACK = 256 * 1024;

    /** Fewer than any pool has connections: each may hold one while it waits. */
    static final int WAITERS = 3;

    @Test
    @Rule("CONC-8")
    void singleWrites_ofManyCallers_areAnsweredEachByItself() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        Stored<Item> owner = items.put("owner", Item.aliased(0, ModelledCaller.TAKEN));
        long seed = Long.getLong("storage.tck.seed", ThreadLocalRandom.current().nextLong(1_000_000_000L));
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(24, number -> new ModelledCaller(items, number, seed).perform(30));
            threads.joinWithoutError("callers");
        }
        assertThat(items.get("owner")).as("a document that nobody wrote").contains(owner);
        assertThat(items.count(Item.ALIAS.is(ModelledCaller.TAKEN)))
                .as("owners of the alias that many were refused")
                .isEqualTo(1);
    }

    @Test
    @Rule("CONC-8")
    void singleWrites_ofOneKey_areAppliedOneAfterTheOther() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        long first = items.put("shared", Item.of(-1)).revision();
        List<Long> revisions = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger won = new AtomicInteger();
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(16, number -> {
                for (int i = 0; i < 15; i++) {
                    Stored<Item> stored = items.put("shared", Item.of(number * 100 + i));
                    assertThat(stored.value()).as("what a put says it stored").isEqualTo(Item.of(number * 100 + i));
                    revisions.add(stored.revision());
                    if (items.insert("prize-" + i, Item.of(number)).isPresent()) {
                        won.incrementAndGet();
                    }
                }
            });
            threads.joinWithoutError("callers");
        }
        assertThat(revisions)
                .as("revisions that 240 puts of one key were told")
                .doesNotHaveDuplicates()
                .hasSize(240)
                .allSatisfy(revision -> assertThat(revision).isBetween(first + 1, first + 240));
        assertThat(items.get("shared").orElseThrow().revision())
                .as("its revision afterwards")
                .isEqualTo(first + 240);
        assertThat(won).as("inserts that won one of 15 prizes").hasValue(15);
    }

    @Test
    @Rule({"CONC-10", "LIFE-10"})
    void thousandsOfThreads_thatWriteAndRead_meetNoError() throws Exception {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        Optional<ExecutorService> virtual = virtualThreads();
        int count = virtual.isPresent() ? VIRTUAL_THREADS : PLATFORM_THREADS;
        ExecutorService threads = virtual.orElseGet(() -> Executors.newFixedThreadPool(
                PLATFORM_THREADS, work -> new Thread(null, work, "storage-tck-small", SMALL_STACK)));
        List<Future<Item>> read = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                int number = i;
                read.add(threads.submit(() -> {
                    items.put(Item.key(number), Item.of(number));
                    return items.get(Item.key(number)).orElseThrow().value();
                }));
            }
            for (int i = 0; i < count; i++) {
                Future<Item> caller = read.get(i);
                assertThatCode(() -> TestThreads.result(caller))
                        .as("what caller %d of %d throws", i, count)
                        .doesNotThrowAnyException();
                assertThat(TestThreads.result(caller))
                        .as("what caller %d of %d reads", i, count)
                        .isEqualTo(Item.of(i));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(items.count()).as("documents that %d callers wrote", count).isEqualTo(count);
        Optional<PoolStatus> pool = storage.health(Duration.ofSeconds(10)).pool();
        assertThat(pool.map(status -> status.inUse() + status.waiting()).orElse(0))
                .as("connections in use, and callers that wait, when nothing runs")
                .isZero();
    }

    /** By reflection, because the kit is compiled for a JVM that has none. */
    private static Optional<ExecutorService> virtualThreads() throws IllegalAccessException, InvocationTargetException {
        try {
            return Optional.of((ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        } catch (NoSuchMethodException olderJvm) {
            return Optional.empty();
        }
    }

    @Test
    @Rule("CONC-11")
    void openTransactionAndThoseWhoWaitForIt_holdUpOthersNoLongerThanNeedBe() throws Exception {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.put("held", Item.of(0));
        try (TestThreads threads = new TestThreads()) {
            CountDownLatch holding = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            threads.start(() -> storage.transactWithoutResult(transaction -> {
                transaction.collection(Item.SPEC).put("held", Item.of(1));
                holding.countDown();
                release.await(60, TimeUnit.SECONDS);
            }));
            assertThat(holding.await(60, TimeUnit.SECONDS))
                    .as("the transaction holds a document")
                    .isTrue();
            boolean locksDocuments = ended(threads.follow(() -> items.put("probe", Item.of(1))), 1000);
            for (int i = 0; i < WAITERS; i++) {
                threads.start(() -> items.update("held", item -> Item.of(item.number() + 1)));
            }
            TimeUnit.MILLISECONDS.sleep(50); // they come to wait
            List<Future<?>> others = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String key = "other-" + i;
                others.add(threads.follow(() -> items.put(key, Item.of(1))));
            }
            if (locksDocuments) {
                for (Future<?> other : others) {
                    assertThat(ended(other, 20_000))
                            .as("whether others are written while a document is held and waited for")
                            .isTrue();
                }
            }
            release.countDown();
            threads.joinWithoutError("callers");
        }
        assertThat(items.get("held").orElseThrow().value().number())
                .as("the document that was held, then raised by each who waited")
                .isEqualTo(1 + WAITERS);
        assertThat(items.count(Condition.keyStartsWith("other-")))
                .as("other documents")
                .isEqualTo(24);
    }

    private static boolean ended(Future<?> work, long millis) throws InterruptedException {
        try {
            work.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException waits) {
            return false;
        } catch (ExecutionException failed) {
            return true; // the threads report it
        }
    }
}
