// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.LimitExceededException;
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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** BATCH: many documents in one call. */
abstract class BatchRules extends Topic {

    @Test
    @Rule("BATCH-1")
    void getAll_someKeysAbsentOrTwice_returnsTheOthersOnceInTheOrderOfTheKeys() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.of(1));
        items.put("b", Item.of(2));
        items.put("c", Item.of(3));

        Map<String, Stored<Item>> found = items.getAll(List.of("c", "absent", "a", "c", "a"));

        assertThat(found.keySet()).as("keys found, in the order asked").containsExactly("c", "a");
        assertThat(found.get("a")).as("document a").isEqualTo(items.get("a").orElseThrow());
        assertThat(found.get("c")).as("document c").isEqualTo(items.get("c").orElseThrow());
        assertThat(items.getAll(List.of())).as("no keys").isEmpty();
        assertThat(items.getAll(List.of("x", "y"))).as("only absent keys").isEmpty();
    }

    @Test
    @Rule("BATCH-1")
    void getAll_whileBatchesAreWritten_seesEachBatchWholly() {
        DocumentCollection<Item> items = Item.in(bench());
        List<String> keys = List.of("a", "m", "z");
        writeEqualNumbers(items, keys, 0);
        AtomicBoolean reading = new AtomicBoolean(true);
        try (TestThreads threads = new TestThreads()) {
            threads.start(() -> {
                for (int i = 1; reading.get(); i++) {
                    writeEqualNumbers(items, keys, i);
                }
            });
            try {
                for (int i = 0; i < 300; i++) {
                    assertThat(items.getAll(keys).values().stream()
                                    .map(stored -> stored.value().number())
                                    .distinct())
                            .as("numbers that one getAll saw while every putAll writes one number to all keys")
                            .hasSize(1);
                }
            } finally {
                reading.set(false);
            }
            threads.join();
        }
    }

    private static void writeEqualNumbers(DocumentCollection<Item> items, List<String> keys, int number) {
        items.putAll(keys.stream().map(key -> Document.of(key, Item.of(number))).toList());
    }

    @Test
    @Rule("BATCH-2")
    void putAll_oneDocumentViolatesAUniqueIndex_writesNothing() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("owner", Item.aliased(0, "taken"), Content.text("kept"));
        items.put("b", Item.of(1), Content.text("old"));
        Stored<Item> before = items.get("b").orElseThrow();
        for (String refused : List.of("a", "c", "z")) {
            List<Document<Item>> batch = new ArrayList<>();
            batch.add(Document.of("b", Item.of(7)));
            batch.add(Document.of("d", Item.of(8), Content.text("new")));
            batch.add(Document.of(refused, Item.aliased(9, "taken")));

            assertThatThrownBy(() -> items.putAll(batch), "putAll whose document %s takes another's alias", refused)
                    .isInstanceOfSatisfying(
                            UniqueViolationException.class,
                            violation -> assertThat(violation.key())
                                    .as("the key named by the error")
                                    .contains(refused));
        }
        assertThat(items.count()).as("documents after refused batches").isEqualTo(2);
        assertThat(items.get("b"))
                .as("a document that a refused batch would have replaced")
                .contains(before);
        assertThat(items.content("b").orElseThrow().text()).as("content of b").isEqualTo("old");
    }

    @Test
    @Rule("BATCH-2")
    void putAll_oneDocumentIsInvalid_writesNothing() {
        DocumentCollection<Item> items = Item.in(bench());
        Document<Item> fine = Document.of("fine", Item.of(1));

        assertThatThrownBy(() -> items.putAll(List.of(fine, Document.of("k".repeat(513), Item.of(2)))))
                .isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> items.putAll(List.of(fine, Document.of("nul", Item.aliased(2, "a\u0000b")))))
                .isInstanceOf(InvalidValueException.class);

        assertThat(items.count()).as("documents after refused batches").isZero();
    }

    @Test
    @Rule("BATCH-3")
    void putAllAndDeleteAll_aKeyTwice_areRefusedAndChangeNothing() {
        DocumentCollection<Item> items = Item.in(bench());
        Stored<Item> before = items.put("a", Item.of(1));

        assertThatThrownBy(() -> items.putAll(List.of(
                        Document.of("a", Item.of(2)), Document.of("b", Item.of(3)), Document.of("a", Item.of(4)))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContainingAll("items", "a");
        assertThatThrownBy(() -> items.deleteAll(List.of("a", "b", "a")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContainingAll("items", "a");

        assertThat(items.get("a")).as("document a").contains(before);
        assertThat(items.count()).as("number of documents").isEqualTo(1);
    }

    @Test
    @Rule("BATCH-4")
    void putAll_newAndStoredDocuments_returnsEachAsItIsStoredNow() {
        DocumentCollection<Item> items = Item.in(bench());
        Stored<Item> old = items.put("b", Item.of(1), Content.text("old"));
        bench().clock().advance(Duration.ofMinutes(1));

        List<Stored<Item>> stored = items.putAll(List.of(
                Document.of("c", Item.of(3), Content.text("third")),
                Document.of("b", Item.of(2)),
                Document.of("a", Item.of(1))));

        assertThat(stored)
                .as("results in the order given")
                .extracting(Stored::key)
                .containsExactly("c", "b", "a");
        assertThat(stored)
                .allSatisfy(
                        one -> assertThat(items.get(one.key())).as("document").contains(one));
        assertThat(stored.get(1).revision())
                .as("revision of the replaced document")
                .isEqualTo(old.revision() + 1);
        assertThat(stored.get(1).createdAt()).as("document").isEqualTo(old.createdAt());
        assertThat(items.content("b"))
                .as("content of a document replaced without one")
                .isEmpty();
        assertThat(items.content("c")).as("content of c").contains(Content.text("third"));
        assertThat(items.putAll(List.of())).as("an empty batch").isEmpty();
    }

    @Test
    @Rule("BATCH-4")
    void deleteAll_someKeysAbsent_returnsHowManyExisted() {
        DocumentCollection<Item> items = Item.in(bench());
        items.putAll(Item.many(5));

        assertThat(items.deleteAll(List.of(Item.key(3), "absent", Item.key(0))))
                .as("number of deleted documents")
                .isEqualTo(2);
        assertThat(items.deleteAll(List.of(Item.key(3)))).as("deleting again").isZero();
        assertThat(items.deleteAll(List.of())).as("an empty batch").isZero();

        assertThat(items.find(Condition.all()))
                .as("documents stored")
                .extracting(Stored::key)
                .containsExactly(Item.key(1), Item.key(2), Item.key(4));
    }

    @Test
    @Rule("BATCH-5")
    void batches_of70000Keys_areWrittenReadAndDeletedInOneCall() {
        int count = 70_000;
        DocumentCollection<Item> items = Item.in(bench());
        List<Document<Item>> documents = new ArrayList<>(Item.many(count));
        Collections.shuffle(documents, new Random(5));

        assertThat(items.putAll(documents)).hasSize(count);
        List<String> keys = documents.stream().map(Document::key).toList();
        Map<String, Stored<Item>> found = items.getAll(keys);

        assertThat(found).as("documents found of those written").hasSize(count);
        assertThat(found.keySet()).as("the order of the keys").containsExactlyElementsOf(keys);
        assertThat(found.get(Item.key(69_999)))
                .as("the last of them")
                .isEqualTo(items.get(Item.key(69_999)).orElseThrow());
        assertThat(items.count()).as("number of documents").isEqualTo(count);
        assertThat(items.deleteAll(keys)).as("number of deleted documents").isEqualTo(count);
        assertThat(items.count()).as("number of documents").isZero();
    }
}
