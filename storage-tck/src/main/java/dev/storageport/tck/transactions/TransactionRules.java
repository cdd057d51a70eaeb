// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.PoolStatus;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.Transaction;
import dev.storageport.UniqueViolationException;
import dev.storageport.UsageException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** TX: what one transaction does; see {@link IsolationRules} for several at once. */
abstract class TransactionRules extends Topic {

    static final CollectionSpec<Item> SECOND =
            CollectionSpec.of("second", Item.class).build();

    @Test
    @Rule("TX-1")
    void transaction_thatReturns_commitsItsWritesOverAllCollections() {
        Storage storage = bench().open(Item.SPEC, SECOND);
        storage.collection(SECOND).put("gone", Item.of(0));

        String result = storage.transact(transaction -> {
            transaction.collection(Item.SPEC).put("a", Item.aliased(1, "x"), Content.text("of a"));
            transaction.collection(SECOND).insert("a", Item.of(2));
            transaction.collection(SECOND).delete("gone");
            return "done";
        });

        assertThat(result).as("what the work returned").isEqualTo("done");
        Storage other = bench().open(Item.SPEC, SECOND);
        assertThat(other.collection(Item.SPEC).get("a").orElseThrow().value())
                .as("document a")
                .isEqualTo(Item.aliased(1, "x"));
        assertThat(other.collection(Item.SPEC).content("a")).as("content of a").contains(Content.text("of a"));
        assertThat(other.collection(SECOND).find(Condition.all()))
                .as("documents stored")
                .extracting(Stored::key)
                .containsExactly("a");
    }

    @Test
    @Rule("TX-2")
    void transaction_thatThrows_rollsBackAndTheExceptionArrivesUnchanged() {
        Storage storage = bench().open(Item.SPEC, SECOND);
        Stored<Item> before = storage.collection(Item.SPEC).put("a", Item.aliased(1, "x"), Content.text("old"));
        storage.collection(Item.SPEC).put("deleted", Item.grouped(1, "red"), Content.text("old"));
        List<Throwable> failures = List.of(
                new IOException("checked"), new IllegalStateException("unchecked"), new AssertionError("an error"));
        for (Throwable failure : failures) {
            assertThatThrownBy(
                            () -> storage.transactWithoutResult(transaction -> {
                                writeEverywhere(transaction);
                                throwAny(failure);
                            }),
                            "what leaves transact when the work throws %s",
                            failure)
                    .isSameAs(failure);
            assertThat(storage.collection(Item.SPEC).find(Condition.all()))
                    .as("documents after %s", failure)
                    .hasSize(2)
                    .contains(before);
            assertThat(storage.collection(Item.SPEC).content("a"))
                    .as("content of a")
                    .contains(Content.text("old"));
            assertThat(storage.collection(Item.SPEC).content("deleted"))
                    .as("content of deleted")
                    .contains(Content.text("old"));
            assertThat(storage.collection(Item.SPEC).count(Item.GROUP.is("red")))
                    .as("documents in the group red")
                    .isEqualTo(1);
            assertThat(storage.collection(Item.SPEC).count(Item.ALIAS.is("x")))
                    .as("owners of the alias x")
                    .isEqualTo(1);
            assertThat(storage.collection(SECOND).count())
                    .as("number of documents")
                    .isZero();
        }
    }

    private static void writeEverywhere(Transaction transaction) {
        transaction.collection(Item.SPEC).put("a", Item.aliased(2, "y"));
        transaction.collection(Item.SPEC).put("b", Item.aliased(3, "x"), Content.text("new"));
        transaction.collection(Item.SPEC).delete(Item.GROUP.is("red"));
        transaction.collection(SECOND).putAll(Item.many(10));
    }

    /** Throws anything where only an {@code Exception} may be declared. */
    private static void throwAny(Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (Exception) failure;
    }

    @Test
    @Rule("TX-3")
    void reads_insideATransaction_seeItsOwnWrites() {
        Storage storage = bench().open(Item.SPEC);
        storage.collection(Item.SPEC).put("old", new Item(1, "red", "x"), Content.text("old"));
        storage.transactWithoutResult(transaction -> {
            DocumentCollection<Item> items = transaction.collection(Item.SPEC);
            items.put("new", Item.grouped(2, "red"), Content.text("new"));
            items.update("old", item -> new Item(3, "blue", null));

            assertThat(items.get("new").orElseThrow().value().number())
                    .as("document new")
                    .isEqualTo(2);
            assertThat(items.content("new")).as("content of new").contains(Content.text("new"));
            assertThat(items.content("old")).as("content of old").contains(Content.text("old"));
            assertThat(items.contains("new")).as("whether new exists").isTrue();
            assertThat(items.find(Item.GROUP.is("red")))
                    .as("documents in the group red")
                    .extracting(Stored::key)
                    .containsExactly("new");
            assertThat(items.count()).as("number of documents").isEqualTo(2);
            assertThat(items.summary().documents()).as("documents").isEqualTo(2);
            assertThat(items.insert("new", Item.of(9)))
                    .as("insert of a taken key")
                    .isEmpty();
            items.put("taker", Item.aliased(4, "x"));
            assertThat(items.delete(Condition.keyStartsWith("o")))
                    .as("number of deleted documents")
                    .isEqualTo(1);
            assertThat(items.get("old")).as("document old").isEmpty();
            assertThat(items.getAll(List.of("old", "taker", "new")))
                    .as("documents found by several keys")
                    .containsOnlyKeys("taker", "new");
        });
        assertThat(storage.collection(Item.SPEC).find(Condition.all()))
                .as("documents stored")
                .extracting(Stored::key)
                .containsExactly("new", "taker");
    }

    @Test
    @Rule("TX-3")
    void writes_ofWhatTheTransactionReadAndDeleted_tellThatItIsGone() {
        Storage storage = bench().open(SECOND);
        Map<String, Consumer<DocumentCollection<Item>>> deletions = Map.of(
                "clear", DocumentCollection::clear,
                "delete by condition", items -> items.delete(Condition.keyStartsWith("a")),
                "delete in batches", items -> items.deleteInBatches(Condition.keyStartsWith("a"), 1),
                "delete of several keys", items -> items.deleteAll(List.of("a", "b")),
                "delete", items -> items.delete("a"));
        Map<String, BiPredicate<DocumentCollection<Item>, Long>> writes = Map.of(
                "touch", (items, revision) -> items.touch("a"),
                "delete", (items, revision) -> items.delete("a"),
                "conditional delete", (items, revision) -> items.deleteIf("a", revision),
                "conditional replace",
                        (items, revision) ->
                                items.replaceIf("a", revision, Item.of(2)).isPresent(),
                "replace", (items, revision) -> items.replace("a", Item.of(2)).isPresent(),
                "insert", (items, revision) -> items.insert("a", Item.of(2)).isEmpty());

        deletions.forEach((deleted, deletion) -> writes.forEach((written, write) -> {
            storage.collection(SECOND).put("a", Item.of(1));
            boolean found = storage.transact(transaction -> {
                DocumentCollection<Item> items = transaction.collection(SECOND);
                long revision = items.get("a").orElseThrow().revision();
                deletion.accept(items);
                return write.test(items, revision);
            });
            assertThat(found)
                    .as("whether %s finds a document after %s", written, deleted)
                    .isFalse();
        }));
    }

    @Test
    @Rule("TX-8")
    void transaction_insideATransaction_isRefused() {
        Storage storage = bench().open(Item.SPEC);
        storage.transactWithoutResult(outer -> {
            assertThatThrownBy(() -> storage.transactWithoutResult(inner -> {})).isInstanceOf(UsageException.class);
            assertThatThrownBy(() -> storage.collection(Item.SPEC).put("a", Item.of(1)))
                    .isInstanceOf(UsageException.class);
            assertThatThrownBy(() -> storage.collection(Item.SPEC).get("a")).isInstanceOf(UsageException.class);
            assertThatThrownBy(() -> storage.collection(Item.SPEC).stream()).isInstanceOf(UsageException.class);
            assertThatThrownBy(storage::close).isInstanceOf(UsageException.class);
        });
        storage.collection(Item.SPEC).put("after", Item.of(1));
        assertThat(storage.collection(Item.SPEC).find(Condition.all()))
                .as("documents stored")
                .extracting(Stored::key)
                .containsExactly("after");
    }

    @Test
    @Rule("TX-9")
    void transaction_usedAfterItsEndOrOnAnotherThread_isRefused() {
        Storage storage = bench().open(Item.SPEC);
        DocumentCollection<Item> kept;
        try (TestThreads threads = new TestThreads()) {
            kept = storage.transact(transaction -> {
                DocumentCollection<Item> own = transaction.collection(Item.SPEC);
                threads.start(() -> assertThatThrownBy(
                                () -> own.put("elsewhere", Item.of(1)), "a transaction used on another thread")
                        .isInstanceOf(UsageException.class));
                threads.join();
                return own;
            });
        }
        assertThatThrownBy(() -> kept.put("late", Item.of(1)), "a transaction used after its end")
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> kept.get("late")).isInstanceOf(UsageException.class);
        assertThat(storage.collection(Item.SPEC).count())
                .as("number of documents")
                .isZero();
    }

    @Test
    @Rule("TX-10")
    void transaction_thatFailedOrWasAbandoned_leavesNoLock() {
        Storage storage = bench().open(Item.SPEC);
        Storage other = bench().open(Item.SPEC);
        storage.collection(Item.SPEC).put("a", Item.aliased(0, "x"));
        for (int i = 1; i <= 20; i++) {
            int number = i;
            assertThatThrownBy(() -> storage.transactWithoutResult(transaction -> {
                        transaction.collection(Item.SPEC).put("a", Item.of(-1));
                        transaction.collection(Item.SPEC).stream().iterator().next();
                        throw new IllegalStateException("abandoned");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> storage.transactWithoutResult(
                            transaction -> transaction.collection(Item.SPEC).put("b", Item.aliased(-1, "x"))))
                    .isInstanceOf(UniqueViolationException.class);
            other.collection(Item.SPEC).put("a", Item.aliased(number, "x"));
        }
        assertThat(storage.collection(Item.SPEC).get("a").orElseThrow().value().number())
                .as("document a")
                .isEqualTo(20);
        assertThat(storage.health(Duration.ofSeconds(10))
                        .pool()
                        .map(PoolStatus::inUse)
                        .orElse(0))
                .as("connections in use after failed transactions")
                .isZero();
    }

    @Test
    @Rule("TX-11")
    void transaction_thatDoesNothingOrOnlyReads_commits() {
        Storage storage = bench().open(Item.SPEC);
        Stored<Item> stored = storage.collection(Item.SPEC).put("a", Item.of(1));

        assertThat(storage.<Integer, RuntimeException>transact(transaction -> 42))
                .isEqualTo(42);
        storage.transactWithoutResult(transaction -> {});
        Stored<Item> read = storage.transact(
                transaction -> transaction.collection(Item.SPEC).get("a").orElseThrow());

        assertThat(read).as("what the transaction read").isEqualTo(stored);
        assertThat(storage.collection(Item.SPEC).get("a")).as("document a").contains(stored);
    }
}
