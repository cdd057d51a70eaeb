// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.PoolStatus;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** CONC: callers that wait when they are interrupted, or when their storage is closed. */
abstract class WaitingRules extends Topic {

    static final int CALLERS = 16;

    /** Long enough for the waiters to come to wait; if they do not, the test is weaker, not wrong. */
    static final long A_MOMENT_MILLIS = 150;

    /** How long the storage that is closed waits for them. */
    static final Duration GRACE = Duration.ofMillis(300);

    /** A thread that writes a document of its own, some together with the one that is held, and how that ended. */
    static final class Waiter {

        private final Thread thread;
        private final String own;
        private volatile @Nullable RuntimeException failure;
        private volatile boolean flagKept;

        Waiter(DocumentCollection<Item> items, int number) {
            own = "own-" + number;
            thread = new Thread(
                    () -> {
                        try {
                            write(items, number);
                        } catch (RuntimeException failed) {
                            failure = failed;
                        }
                        flagKept = Thread.currentThread().isInterrupted();
                    },
                    own);
            thread.setDaemon(true);
            thread.start();
        }

        private void write(DocumentCollection<Item> items, int number) {
            if (number % 4 < 2) {
                items.putAll(List.of(Document.of("held", Item.of(number)), Document.of(own, Item.of(number))));
            } else {
                items.put(own, Item.of(number));
            }
        }

        /** Waits for the end and checks that it and the database agree. */
        void assertEnded(DocumentCollection<Item> items) throws InterruptedException {
            thread.join(Duration.ofSeconds(60).toMillis());
            assertThat(thread.isAlive()).as("whether %s still waits", own).isFalse();
            RuntimeException failed = failure;
            if (failed == null) {
                assertThat(items.contains(own))
                        .as("%s, whose write was acknowledged", own)
                        .isTrue();
            } else {
                assertThat(failed).as("how %s ended", own).isInstanceOf(StorageException.class);
                assertThat(items.contains(own) && !((StorageException) failed).outcomeUnknown())
                        .as("whether %s is there although %s", own, failed)
                        .isFalse();
            }
        }
    }

    @Test
    @Rule({"CONC-9", "LIFE-10"})
    void callersThatWait_areInterrupted_andOthersGoOn() throws Exception {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.put("held", Item.of(-1));
        List<Waiter> waiters;
        try (TestThreads threads = new TestThreads()) {
            CountDownLatch release = held(threads, bench().open(Item.SPEC));
            waiters = waiters(items);
            for (int i = 1; i < CALLERS; i += 2) {
                waiters.get(i).thread.interrupt();
            }
            TimeUnit.MILLISECONDS.sleep(A_MOMENT_MILLIS);
            release.countDown();
            threads.join();
        }
        for (int i = 0; i < CALLERS; i++) {
            Waiter waiter = waiters.get(i);
            waiter.assertEnded(items);
            if (waiter.failure != null) {
                assertThat(i % 2)
                        .as("whether %s, which failed, was interrupted", waiter.own)
                        .isEqualTo(1);
                assertThat(waiter.failure)
                        .as("what the interrupted %s is told", waiter.own)
                        .isInstanceOf(StorageInterruptedException.class);
                assertThat(waiter.flagKept)
                        .as("the interrupt flag of %s", waiter.own)
                        .isTrue();
            }
        }
        assertThat(items.put("after", Item.of(1)).value())
                .as("a write afterwards")
                .isEqualTo(Item.of(1));
        assertThat(storage.health(Duration.ofSeconds(10))
                        .pool()
                        .map(PoolStatus::inUse)
                        .orElse(0))
                .as("connections in use when nothing runs")
                .isZero();
    }

    @Test
    @Rule({"CONC-9", "LIFE-4"})
    void callersThatWait_whenTheirStorageIsClosed_endTyped() throws Exception {
        Storage other = bench().open(Item.SPEC);
        DocumentCollection<Item> seen = other.collection(Item.SPEC);
        seen.put("held", Item.of(-1));
        Storage storage =
                bench().open(bench().options().toBuilder().closeGrace(GRACE).build(), Item.SPEC);
        List<Waiter> waiters;
        try (TestThreads threads = new TestThreads()) {
            CountDownLatch release = held(threads, other);
            waiters = waiters(storage.collection(Item.SPEC));
            threads.start(storage::close);
            TimeUnit.MILLISECONDS.sleep(GRACE.toMillis() + A_MOMENT_MILLIS); // a close may itself wait for the lock
            release.countDown();
            threads.join();
        }
        for (Waiter waiter : waiters) {
            waiter.assertEnded(seen);
        }
        assertThat(seen.put("after", Item.of(1)).value())
                .as("a write afterwards")
                .isEqualTo(Item.of(1));
    }

    /** Holds a document in a transaction until the latch that it returns is counted down. */
    private static CountDownLatch held(TestThreads threads, Storage storage) throws InterruptedException {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        threads.start(() -> storage.transactWithoutResult(transaction -> {
            transaction.collection(Item.SPEC).put("held", Item.of(0));
            holding.countDown();
            release.await(60, TimeUnit.SECONDS);
        }));
        assertThat(holding.await(60, TimeUnit.SECONDS))
                .as("a transaction holds a document")
                .isTrue();
        return release;
    }

    private static List<Waiter> waiters(DocumentCollection<Item> items) throws InterruptedException {
        List<Waiter> waiters = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            waiters.add(new Waiter(items, i));
        }
        TimeUnit.MILLISECONDS.sleep(A_MOMENT_MILLIS);
        return waiters;
    }
}
