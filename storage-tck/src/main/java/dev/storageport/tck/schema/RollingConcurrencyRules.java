// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.fixture.ItemPrograms.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.IndexNotReadyException;
import dev.storageport.Stored;
import dev.storageport.TransactionConflictException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** GROW: threads of an old program that write while a new one asks by an index that the old one does not know. */
abstract class RollingConcurrencyRules extends Topic {

    static final int WRITERS = 8;
    static final int ROUNDS = 25;
    static final int VERSIONS = 5;
    static final int REFUSALS = 200;

    /** The numbers of documents that come and go; below are those of documents that stay. */
    static final int MOVING = 1_000;

    static final CollectionSpec<Item> ROLLING_OUT = items(Item.GROUP);
    static final CollectionSpec<Item> ROLLED_OUT = items(Item.GROUP, ItemPrograms.NUMBER, Item.ALIAS);

    @Test
    @Rule("GROW-3")
    void answers_underWritesOfAProgramWithoutTheIndex_missNothingThatReturned() {
        DocumentCollection<Item> old = ItemPrograms.open(bench(), ROLLING_OUT);
        DocumentCollection<Item> items = ItemPrograms.open(bench(), ROLLED_OUT);
        AtomicIntegerArray returned = new AtomicIntegerArray(WRITERS);
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(WRITERS + 1, thread -> {
                if (thread == WRITERS) {
                    askAlongside(items, returned);
                } else {
                    write(old, thread, returned);
                }
            });
            threads.join();
        }
        ItemPrograms.BY_NUMBER.assertExact("when the writers are done", items);
        ItemPrograms.BY_ALIAS.assertExact("when the writers are done", items);
        assertThat(items.countBy(ItemPrograms.NUMBER).get(0))
                .as("documents of the first writer, counted by value")
                .isEqualTo(ROUNDS);
        assertThat(items.count()).as("documents that eight writers left").isEqualTo(WRITERS * (ROUNDS + 1));
    }

    /** Writes documents that stay, whose number is the writer's, and one that is always written anew. */
    private static void write(DocumentCollection<Item> items, int writer, AtomicIntegerArray returned) {
        String moving = "moving-" + writer;
        for (int i = 0; i < ROUNDS; i++) {
            items.insert("staying-" + writer + "-" + i, new Item(writer, "red", "staying-" + writer + "-" + i));
            returned.incrementAndGet(writer);
            Item moved = new Item(MOVING + i, "red", "moving-" + (writer + i) % WRITERS + "-" + i);
            if (i % 3 == 0) {
                items.put(moving, moved);
            } else {
                items.update(moving, item -> moved);
            }
            items.touch("staying-" + writer + "-0");
            if (i % 6 == 5) {
                items.delete(moving);
                items.insert(moving, moved);
            }
        }
    }

    @Test
    @Rule({"GROW-1", "GROW-3"})
    void uniqueIndexes_addedUnderWritesOfAProgramWithoutThem_areComplete() {
        int writers = 4;
        int documents = 400;
        DocumentCollection<Item> old = ItemPrograms.open(bench(), ROLLING_OUT);
        old.putAll(ItemPrograms.various(documents));
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(writers + 1, thread -> {
                if (thread == writers) {
                    addOneByOne();
                } else {
                    passToAndFro(old, Item.key(thread), Item.key(documents - 1 - thread), "passed-" + thread);
                }
            });
            threads.join();
        }
        for (int version = 1; version <= VERSIONS; version++) {
            Index<Item, String> alias = Item.ALIAS.version(version);
            DocumentCollection<Item> items = ItemPrograms.open(bench(), items(alias));
            assertThat(items.countBy(alias))
                    .as("values of version %d, each with its owner", version)
                    .hasSize((int) old.find(Condition.all()).stream()
                            .filter(stored -> stored.value().alias() != null)
                            .count());
            assertThat(items.keys(alias.is("passed-0")))
                    .as("owners in version %d of a value that was passed to and fro", version)
                    .containsExactly(Item.key(0));
        }
    }

    private void addOneByOne() {
        for (int version = 1; version <= VERSIONS; version++) {
            Index<Item, String> alias = Item.ALIAS.version(version);
            CollectionSpec<Item> spec = items(alias);
            DocumentCollection<Item> items = answered(() -> ItemPrograms.open(bench(), spec));
            assertThat(answered(() -> items.keys(alias.is("passed-0"))))
                    .as("owners of a value that is passed to and fro, while it is")
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    /** Gives a value now to one document, now to the other, never to both, and at last to the first one. */
    private static void passToAndFro(DocumentCollection<Item> items, String one, String other, String value) {
        for (int i = 0; i < 4 * ROUNDS; i++) {
            items.put(other, Item.of(i));
            items.put(one, Item.aliased(i, value));
            items.put(one, Item.of(i));
            items.put(other, Item.aliased(i, value));
        }
        items.put(other, Item.of(0));
        items.put(one, Item.aliased(0, value));
    }

    private static void askAlongside(DocumentCollection<Item> items, AtomicIntegerArray returned) {
        for (int i = 0; i < ROUNDS; i++) {
            int writer = i % WRITERS;
            int atLeast = returned.get(writer);
            List<Stored<Item>> staying = answered(() -> items.find(ItemPrograms.NUMBER.is(writer)));
            assertThat(staying)
                    .as("documents of writer %d, of which %d had returned before", writer, atLeast)
                    .hasSizeGreaterThanOrEqualTo(atLeast)
                    .allSatisfy(stored -> assertThat(stored.value().number()).isEqualTo(writer));
            int counted = returned.get(writer);
            assertThat(answered(() -> items.count(ItemPrograms.NUMBER.is(writer))))
                    .as("count of documents of writer %d", writer)
                    .isGreaterThanOrEqualTo(counted);
            Condition<Item> moving = ItemPrograms.NUMBER.atLeast(MOVING);
            assertThat(answered(() -> items.find(moving.byDescending(ItemPrograms.NUMBER))))
                    .as("documents that are always written anew, each at most once and by its present number")
                    .allSatisfy(stored -> assertThat(stored.value().number()).isGreaterThanOrEqualTo(MOVING))
                    .extracting(Stored::key)
                    .doesNotHaveDuplicates();
            Set<Item> owners = new HashSet<>();
            answered(() -> items.find(Item.ALIAS.is("staying-" + writer + "-0")))
                    .forEach(stored -> owners.add(stored.value()));
            assertThat(owners).as("owners of a value of writer %d", writer).hasSizeBetween(Math.min(1, atLeast), 1);
        }
    }

    /** Returns the answer; a refusal that may be repeated is no answer, unless there is never another. */
    private static <R> R answered(Supplier<R> question) {
        for (int refused = 1; ; refused++) {
            try {
                return question.get();
            } catch (IndexNotReadyException | TransactionConflictException passing) {
                if (refused == REFUSALS) {
                    throw passing;
                }
            }
        }
    }
}
