// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** DOC: changes of a document that may not be there, and of value and content in one step. */
abstract class UpsertRules extends Topic {

    static final int WRITERS = 6;
    static final int ROUNDS = 15;

    @Test
    @Rule("DOC-11")
    void upsert_absentKey_insertsWhatTheFunctionMakesOfNothing() {
        DocumentCollection<Item> items = Item.in(bench());
        AtomicReference<Optional<Item>> given = new AtomicReference<>();
        Stored<Item> inserted = items.upsert("a", stored -> {
            given.set(stored);
            return Item.grouped(1, "red");
        });
        Stored<Item> withContent = items.upsert("b", stored -> Item.of(2), Content.text("of b"));

        assertThat(given.get()).as("what the function of an upsert is given").isEmpty();
        assertThat(items.get("a")).as("the document inserted").contains(inserted);
        assertThat(items.find(Item.GROUP.is("red")))
                .as("the document inserted, found by its index")
                .containsExactly(inserted);
        assertThat(items.content("a"))
                .as("content of a document upserted without")
                .isEmpty();
        assertThat(items.getWithContent("b"))
                .as("the document inserted with a content")
                .contains(new StoredWithContent<>(withContent, Optional.of(Content.text("of b"))));
    }

    @Test
    @Rule("DOC-11")
    void upsert_storedKey_changesTheValueAndKeepsOrReplacesTheContent() {
        DocumentCollection<Item> items = Item.in(bench());
        Stored<Item> first = items.put("a", Item.grouped(1, "red"), Content.text("first"));
        bench().clock().advance(Duration.ofMinutes(1));

        Stored<Item> second =
                items.upsert("a", stored -> Item.grouped(stored.orElseThrow().number() + 1, "blue"));

        assertThat(items.getWithContent("a"))
                .as("the document upserted without a content")
                .contains(new StoredWithContent<>(second, Optional.of(Content.text("first"))));
        assertThat(second.value()).as("its value").isEqualTo(Item.grouped(2, "blue"));
        assertThat(second.revision()).as("its revision").isEqualTo(first.revision() + 1);
        assertThat(second.createdAt()).as("when it was inserted").isEqualTo(first.createdAt());
        assertThat(items.find(Item.GROUP.in(List.of("red", "blue"))))
                .as("the document, found by its index")
                .containsExactly(second);

        Stored<Item> third = items.upsert("a", stored -> Item.of(3), Content.text("third"));

        assertThat(third.revision())
                .as("its revision after value and content changed")
                .isEqualTo(second.revision() + 1);
        assertThat(items.getWithContent("a"))
                .as("the document upserted with a content")
                .contains(new StoredWithContent<>(third, Optional.of(Content.text("third"))));
    }

    @Test
    @Rule("DOC-11")
    void upsert_functionThrows_arrivesUnchangedAndWritesNothing() {
        DocumentCollection<Item> items = Item.in(bench());
        Stored<Item> before = items.put("a", Item.of(1), Content.text("kept"));
        IllegalStateException thrown = new IllegalStateException("by the application");
        for (String key : List.of("a", "absent")) {
            assertThatThrownBy(() -> items.upsert(
                            key,
                            stored -> {
                                throw thrown;
                            },
                            Content.text("lost")))
                    .as("what an upsert of %s throws when its function does", key)
                    .isSameAs(thrown);
        }
        assertThat(items.getWithContent("a"))
                .as("the document after the function threw")
                .contains(new StoredWithContent<>(before, Optional.of(Content.text("kept"))));
        assertThat(items.contains("absent")).as("whether one came to be").isFalse();
    }

    @Test
    @Rule("DOC-5")
    void update_withContent_replacesValueAndContentInOneStep() {
        DocumentCollection<Item> items = Item.in(bench());
        Stored<Item> before = items.put("a", Item.of(1), Content.text("first"));

        Stored<Item> after = items.update("a", item -> Item.of(item.number() + 1), Content.text("second"))
                .orElseThrow();

        assertThat(after.revision()).as("its revision").isEqualTo(before.revision() + 1);
        assertThat(items.getWithContent("a"))
                .as("the document updated with a content")
                .contains(new StoredWithContent<>(after, Optional.of(Content.text("second"))));
        assertThat(items.update("absent", item -> Item.of(1), Content.text("nobody's")))
                .as("update of an absent key with a content")
                .isEmpty();
        assertThat(items.content("absent")).as("content of the absent key").isEmpty();
    }

    @Test
    @Rule({"CONC-2", "DOC-11"})
    void upserts_ofOneKeyByManyThreads_loseNone() {
        Storage first = bench().open(Item.SPEC);
        Storage second = bench().open(Item.SPEC);
        CountDownLatch allHaveSeen = new CountDownLatch(WRITERS);
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(WRITERS, thread -> {
                DocumentCollection<Item> items = (thread % 2 == 0 ? first : second).collection(Item.SPEC);
                for (int i = 0; i < ROUNDS; i++) {
                    items.upsert("counter", stored -> {
                        allHaveSeen.countDown();
                        TestThreads.meet(allHaveSeen); // that there is none, at first
                        return Item.of(stored.map(Item::number).orElse(0) + 1);
                    });
                }
            });
            threads.join();
        }
        assertThat(first.collection(Item.SPEC).get("counter").orElseThrow().value())
                .as("a counter after %d times %d upserts", WRITERS, ROUNDS)
                .isEqualTo(Item.of(WRITERS * ROUNDS));
    }

    @Test
    @Rule({"CONC-2", "DOC-5", "DOC-11"})
    void valueAndContent_changedTogether_areSeenTogether() {
        Storage first = bench().open(Item.SPEC);
        Storage second = bench().open(Item.SPEC);
        first.collection(Item.SPEC).put("a", Item.of(0), Content.text("0"));
        AtomicBoolean written = new AtomicBoolean();
        try (TestThreads threads = new TestThreads()) {
            threads.start(() -> {
                while (!written.get()) {
                    assertTogether(first.collection(Item.SPEC));
                }
            });
            try (TestThreads writers = new TestThreads()) {
                writers.startTogether(WRITERS, thread -> {
                    DocumentCollection<Item> items = (thread % 2 == 0 ? first : second).collection(Item.SPEC);
                    for (int i = 0; i < ROUNDS; i++) {
                        int number = 1 + thread * ROUNDS + i;
                        Content content = Content.text(Integer.toString(number));
                        if (i % 2 == 0) {
                            items.update("a", old -> Item.of(number), content);
                        } else {
                            items.upsert("a", old -> Item.of(number), content);
                        }
                    }
                });
                writers.join();
            } finally {
                written.set(true);
            }
            threads.join();
        }
        assertTogether(second.collection(Item.SPEC));
    }

    private static void assertTogether(DocumentCollection<Item> items) {
        StoredWithContent<Item> seen = items.getWithContent("a").orElseThrow();
        assertThat(seen.content().map(Content::text))
                .as("the content seen with the value %s", seen.document().value())
                .contains(Integer.toString(seen.document().value().number()));
    }
}
