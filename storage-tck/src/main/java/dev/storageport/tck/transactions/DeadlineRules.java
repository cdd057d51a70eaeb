// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.StorageTimeoutException;
import dev.storageport.Stored;
import dev.storageport.TransactionAbortedException;
import dev.storageport.TransactionConflictException;
import dev.storageport.TransactionOptions;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** TX: transactions that may take only so long. */
abstract class DeadlineRules extends Topic {

    /** Shorter than the work's pause below, and longer than a database takes for what comes before it. */
    static final TransactionOptions SHORT = TransactionOptions.readWrite().withDeadline(Duration.ofMillis(500));

    @Test
    @Rule("TX-12")
    void operation_behindTheDeadline_isRefusedAndNothingIsApplied() {
        Storage storage = bench().open(Item.SPEC);
        assertThatThrownBy(() -> storage.transact(SHORT, transaction -> {
                    DocumentCollection<Item> items = transaction.collection(Item.SPEC);
                    items.put("a", Item.of(1));
                    TimeUnit.MILLISECONDS.sleep(600);
                    return items.put("b", Item.of(1));
                }))
                .isInstanceOfSatisfying(
                        StorageTimeoutException.class,
                        late -> assertThat(late.outcomeUnknown())
                                .as("whether the outcome is unknown")
                                .isFalse());
        assertThat(storage.collection(Item.SPEC).count()).as("documents stored").isZero();
    }

    @Test
    @Rule("TX-12")
    void commit_behindTheDeadline_isRefusedAndNothingIsApplied() {
        Storage storage = bench().open(Item.SPEC);
        assertThatThrownBy(() -> storage.transact(SHORT, transaction -> {
                    Stored<Item> stored = transaction.collection(Item.SPEC).put("a", Item.of(1));
                    TimeUnit.MILLISECONDS.sleep(600);
                    return stored;
                }))
                .isInstanceOf(StorageTimeoutException.class);
        assertThat(storage.collection(Item.SPEC).count()).as("documents stored").isZero();
        assertThat(storage.collection(Item.SPEC).put("a", Item.of(2)).value())
                .as("a write afterwards")
                .isEqualTo(Item.of(2));
    }

    @Test
    @Rule({"TX-12", "TX-5"})
    void deadline_caughtByTheWork_leavesNothingToCommit() {
        Storage storage = bench().open(Item.SPEC);
        assertThatThrownBy(() -> storage.transact(SHORT, transaction -> {
                    DocumentCollection<Item> items = transaction.collection(Item.SPEC);
                    items.put("a", Item.of(1));
                    TimeUnit.MILLISECONDS.sleep(600);
                    assertThatThrownBy(() -> items.put("b", Item.of(1))).isInstanceOf(StorageTimeoutException.class);
                    return "swallowed";
                }))
                .isInstanceOf(TransactionAbortedException.class);
        assertThat(storage.collection(Item.SPEC).count()).as("documents stored").isZero();
    }

    @Test
    @Rule({"TX-12", "TX-7"})
    void conflict_behindTheDeadline_isNotTriedAgain() {
        Storage storage = bench().open(Item.SPEC);
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> storage.transact(SHORT, transaction -> {
                    runs.incrementAndGet();
                    TimeUnit.MILLISECONDS.sleep(600);
                    throw new TransactionConflictException("as a backend reports it", null);
                }))
                .isInstanceOfSatisfying(
                        TransactionConflictException.class,
                        conflict -> assertThat(conflict.attempts())
                                .as("attempts reported")
                                .isEqualTo(1));
        assertThat(runs).as("attempts made").hasValue(1);
    }

    @Test
    @Rule("TX-12")
    void deadline_thatIsNotReached_changesNothing() {
        Storage storage = bench().open(Item.SPEC);
        TransactionOptions ample = TransactionOptions.readWrite().withDeadline(Duration.ofMinutes(10));
        Stored<Item> stored = storage.transact(
                ample, transaction -> transaction.collection(Item.SPEC).put("a", Item.of(1)));
        assertThat(storage.collection(Item.SPEC).get("a")).as("document a").contains(stored);
        assertThat(storage.<Long, RuntimeException>transact(
                        TransactionOptions.snapshot().withDeadline(Duration.ofMinutes(10)),
                        transaction -> transaction.collection(Item.SPEC).count()))
                .as("documents counted within the deadline")
                .isEqualTo(1);
        assertThatThrownBy(() -> TransactionOptions.readWrite().withDeadline(Duration.ZERO))
                .isInstanceOf(InvalidValueException.class);
    }
}
