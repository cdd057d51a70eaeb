// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.ConflictRetry;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.Transaction;
import dev.storageport.TransactionConflictException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * TX: transactions at the same time. Each interleaving lets two transactions read before either writes, if the backend lets both go
 * on; a backend that makes one wait for the other is as right. The invariant is asserted, not the timing.
 */
abstract class IsolationRules extends Topic {

    @Test
    @Rule("TX-4")
    void writes_beforeTheirTransactionCommits_areNotSeenOutside() throws Exception {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.put("a", Item.grouped(1, "red"));
        Storage other = bench().open(Item.SPEC);
        try (TestThreads threads = new TestThreads()) {
            IllegalStateException failure = new IllegalStateException("roll back");
            assertThatThrownBy(() -> storage.transactWithoutResult(transaction -> {
                        transaction.collection(Item.SPEC).put("a", Item.grouped(2, "blue"));
                        transaction.collection(Item.SPEC).put("b", Item.grouped(2, "blue"));
                        TestThreads.awaitStep(
                                threads.follow(() -> assertOnlyCommittedWrites(other.collection(Item.SPEC))));
                        TestThreads.awaitStep(threads.follow(() -> assertOnlyCommittedWrites(items)));
                        throw failure;
                    }))
                    .isSameAs(failure);
            threads.join();
        }
        assertOnlyCommittedWrites(items);
    }

    private static void assertOnlyCommittedWrites(DocumentCollection<Item> items) {
        assertThat(items.get("a").orElseThrow().value())
                .as("read outside of a transaction that rolls back")
                .isEqualTo(Item.grouped(1, "red"));
        assertThat(items.count(Item.GROUP.is("blue")))
                .as("counted outside of a transaction that rolls back")
                .isZero();
        assertThat(items.find(Condition.all()))
                .as("documents stored")
                .extracting(Stored::key)
                .containsExactly("a");
    }

    @Test
    @Rule("TX-6")
    void transactions_thatReadAndWriteOneDocument_loseNoUpdate() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.put("counter", Item.of(0));

        runBoth(storage, (transaction, number, bothRead) -> {
            DocumentCollection<Item> own = transaction.collection(Item.SPEC);
            int read = own.get("counter").orElseThrow().value().number();
            bothRead.run();
            own.put("counter", Item.of(read + 1));
        });

        assertThat(items.get("counter").orElseThrow().value().number())
                .as("a counter that two transactions raised by one")
                .isEqualTo(2);
    }

    @Test
    @Rule("TX-6")
    void transactions_thatReadWhatTheOtherWrites_showNoWriteSkew() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        items.putAll(List.of(Document.of("doctor-0", Item.of(1)), Document.of("doctor-1", Item.of(1))));

        runBoth(storage, (transaction, number, bothRead) -> {
            DocumentCollection<Item> own = transaction.collection(Item.SPEC);
            int onCall = own.getAll(List.of("doctor-0", "doctor-1")).values().stream()
                    .mapToInt(stored -> stored.value().number())
                    .sum();
            bothRead.run();
            if (onCall == 2) {
                own.put("doctor-" + number, Item.of(0));
            }
        });

        assertThat(items.find(Condition.all()).stream()
                        .mapToInt(stored -> stored.value().number())
                        .sum())
                .as("doctors on call after two transactions that each leave only if another stays")
                .isEqualTo(1);
    }

    @Test
    @Rule("TX-6")
    void transactions_thatInsertWhatTheOtherDidNotFind_showNoPhantom() {
        Storage storage = bench().open(Item.SPEC);

        runBoth(storage, (transaction, number, bothRead) -> {
            DocumentCollection<Item> own = transaction.collection(Item.SPEC);
            long present = own.count(Item.GROUP.is("leader"))
                    + own.find(Condition.keyStartsWith("leader-")).size();
            bothRead.run();
            if (present == 0) {
                own.insert("leader-" + number, Item.grouped(number, "leader"));
            }
        });

        assertThat(storage.collection(Item.SPEC).count())
                .as("leaders after two transactions that each insert one only if there is none")
                .isEqualTo(1);
    }

    @Test
    @Rule("TX-6")
    void transactions_thatReadAbsentKeys_areSerializedToo() {
        Storage storage = bench().open(Item.SPEC);

        runBoth(storage, (transaction, number, bothRead) -> {
            DocumentCollection<Item> own = transaction.collection(Item.SPEC);
            boolean otherAbsent = own.get("key-" + (1 - number)).isEmpty();
            bothRead.run();
            if (otherAbsent) {
                own.put("key-" + number, Item.of(number));
            }
        });

        assertThat(storage.collection(Item.SPEC).count())
                .as("documents after two transactions that each write one only if the other's is absent")
                .isEqualTo(1);
    }

    /** A transaction that reads, lets the other one read, and then writes. */
    @FunctionalInterface
    interface Half {
        void run(Transaction transaction, int number, Meeting bothRead) throws Exception;
    }

    /** Where two transactions meet, at most for a moment. */
    @FunctionalInterface
    interface Meeting {
        void run() throws Exception;
    }

    private static void runBoth(Storage storage, Half half) {
        CountDownLatch haveRead = new CountDownLatch(2);
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(2, number -> {
                try {
                    storage.transactWithoutResult(transaction -> half.run(transaction, number, () -> {
                        haveRead.countDown();
                        TestThreads.awaitStep(haveRead);
                    }));
                } catch (RuntimeException failed) {
                    throw failed;
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
            });
            threads.join();
        }
    }

    @Test
    @Rule("TX-6")
    void transfers_betweenAccounts_keepTheirSum() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> accounts = storage.collection(Item.SPEC);
        for (int i = 0; i < 4; i++) {
            accounts.put(Item.key(i), Item.of(100));
        }
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(4, number -> {
                for (int i = 0; i < 15; i++) {
                    transfer(storage, Item.key((number + i) % 4), Item.key((number * 3 + i + 1) % 4));
                }
            });
            Future<?> auditor = threads.follow(() -> {
                for (int i = 0; i < 30; i++) {
                    assertThat(storage.<Integer, RuntimeException>transact(open -> sum(open.collection(Item.SPEC))))
                            .as("sum over all accounts inside a transaction")
                            .isEqualTo(400);
                    assertThat(sum(accounts))
                            .as("sum over all accounts in one find")
                            .isEqualTo(400);
                }
            });
            TestThreads.result(auditor);
            threads.join();
        }
        assertThat(sum(accounts)).as("sum over all accounts").isEqualTo(400);
    }

    private static void transfer(Storage storage, String from, String to) {
        storage.transactWithoutResult(transaction -> {
            DocumentCollection<Item> accounts = transaction.collection(Item.SPEC);
            Item source = accounts.get(from).orElseThrow().value();
            accounts.put(from, Item.of(source.number() - 1));
            accounts.update(to, target -> Item.of(target.number() + 1));
        });
    }

    private static int sum(DocumentCollection<Item> accounts) {
        return accounts.find(Condition.all()).stream()
                .mapToInt(stored -> stored.value().number())
                .sum();
    }

    @Test
    @Rule("TX-7")
    void conflict_thatEnds_isRetriedUntilTheWorkSucceeds() {
        DocumentCollection<Item> items = Item.in(bench());
        DocumentCollection<Item> intruder = Item.in(bench());
        items.put("a", Item.of(0));
        AtomicInteger runs = new AtomicInteger();

        Stored<Item> stored = items.update("a", item -> {
                    if (runs.incrementAndGet() <= 3) {
                        intruder.put("a", Item.of(item.number() + 10));
                    }
                    return Item.of(item.number() + 1);
                })
                .orElseThrow();

        assertThat(runs)
                .as("how often the function ran while someone else wrote three times")
                .hasValue(4);
        assertThat(stored.value())
                .as("the update applied to what the others wrote")
                .isEqualTo(Item.of(31));
        assertThat(items.get("a")).as("document a").contains(stored);
    }

    @Test
    @Rule("TX-7")
    void conflict_thatDoesNotEnd_isReportedWithTheNumberOfAttempts() {
        for (int bound : new int[] {1, 4}) {
            ConflictRetry retry = new ConflictRetry(bound, Duration.ofSeconds(60));
            DocumentCollection<Item> items = bench().open(
                            bench().options().toBuilder().conflictRetry(retry).build(), Item.SPEC)
                    .collection(Item.SPEC);
            DocumentCollection<Item> intruder = Item.in(bench());
            items.put("a", Item.of(0));
            AtomicInteger runs = new AtomicInteger();

            assertThatThrownBy(() -> items.update("a", item -> {
                        runs.incrementAndGet();
                        intruder.put("a", Item.of(-runs.get()));
                        return Item.of(1);
                    }))
                    .isInstanceOfSatisfying(TransactionConflictException.class, conflict -> {
                        assertThat(conflict.attempts()).as("attempts reported").isEqualTo(bound);
                        assertThat(conflict.outcomeUnknown())
                                .as("whether the outcome is unknown")
                                .isFalse();
                    });
            assertThat(runs).as("attempts made").hasValue(bound);
            assertThat(items.get("a").orElseThrow().value())
                    .as("the others' last write")
                    .isEqualTo(Item.of(-bound));
        }
    }

    @Test
    @Rule("TX-7")
    void transactions_thatMayNotBeRetried_eitherCommitOrReportOneAttempt() {
        ConflictRetry once = new ConflictRetry(1, Duration.ofSeconds(60));
        Storage storage =
                bench().open(bench().options().toBuilder().conflictRetry(once).build(), Item.SPEC);
        storage.collection(Item.SPEC).put("counter", Item.of(0));
        CountDownLatch haveRead = new CountDownLatch(2);
        AtomicInteger committed = new AtomicInteger();
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(2, number -> {
                try {
                    storage.transactWithoutResult(transaction -> {
                        DocumentCollection<Item> own = transaction.collection(Item.SPEC);
                        int read = own.get("counter").orElseThrow().value().number();
                        haveRead.countDown();
                        TestThreads.awaitStep(haveRead);
                        own.put("counter", Item.of(read + 1));
                    });
                    committed.incrementAndGet();
                } catch (TransactionConflictException conflict) {
                    assertThat(conflict.attempts())
                            .as("attempts of work that may be tried once")
                            .isEqualTo(1);
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            });
            threads.join();
        }
        assertThat(committed.get()).as("transactions that committed").isPositive();
        assertThat(storage.collection(Item.SPEC)
                        .get("counter")
                        .orElseThrow()
                        .value()
                        .number())
                .as("the counter, raised once by each transaction that committed")
                .isEqualTo(committed.get());
    }
}
