// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Stored;
import dev.storageport.UniqueViolationException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** INDEX: finding documents by computed values, and values with one owner. */
abstract class IndexRules extends Topic {

    @Test
    @Rule("INDEX-1")
    void index_afterEachKindOfWrite_findsExactlyTheDocumentsThatHaveTheValue() {
        DocumentCollection<Item> items = Item.in(bench());
        items.insert("a", Item.grouped(1, "red"));
        items.put("b", Item.grouped(1, "red"));
        items.putAll(List.of(Document.of("c", Item.grouped(1, "red")), Document.of("d", Item.grouped(1, "blue"))));
        assertGroups(items, "inserting", List.of("a", "b", "c"), List.of("d"));

        items.put("a", Item.grouped(2, "blue"));
        assertGroups(items, "put", List.of("b", "c"), List.of("a", "d"));
        items.replace("b", Item.grouped(2, "blue"));
        assertGroups(items, "replace", List.of("c"), List.of("a", "b", "d"));
        items.replaceIf("c", items.get("c").orElseThrow().revision(), Item.grouped(2, "blue"));
        assertGroups(items, "replaceIf", List.of(), List.of("a", "b", "c", "d"));
        items.update("d", item -> Item.grouped(2, "red"));
        assertGroups(items, "update", List.of("d"), List.of("a", "b", "c"));
        items.touch("a");
        assertGroups(items, "touch", List.of("d"), List.of("a", "b", "c"));
        items.update("a", item -> Item.of(3));
        assertGroups(items, "update to no value", List.of("d"), List.of("b", "c"));
    }

    @Test
    @Rule("INDEX-1")
    void index_afterEachKindOfDeleting_findsNoDeletedDocument() {
        DocumentCollection<Item> items = Item.in(bench());
        for (String key : List.of("a", "b", "c", "d", "e", "f")) {
            items.put(key, Item.grouped(1, "red"), Content.text(key));
        }
        items.delete("a");
        assertGroups(items, "delete", List.of("b", "c", "d", "e", "f"), List.of());
        items.deleteIf("b", items.get("b").orElseThrow().revision());
        assertGroups(items, "deleteIf", List.of("c", "d", "e", "f"), List.of());
        items.deleteAll(List.of("c"));
        assertGroups(items, "deleteAll", List.of("d", "e", "f"), List.of());
        items.delete(Condition.keyStartsWith("d"));
        assertGroups(items, "delete by condition", List.of("e", "f"), List.of());
        items.clear();
        assertGroups(items, "clear", List.of(), List.of());
        items.put("a", Item.grouped(2, "blue"));
        assertGroups(items, "inserting again", List.of(), List.of("a"));
    }

    private static void assertGroups(
            DocumentCollection<Item> items, String after, List<String> red, List<String> blue) {
        assertThat(items.find(Item.GROUP.is("red")))
                .as("group red after %s", after)
                .extracting(Stored::key)
                .isEqualTo(red);
        assertThat(items.find(Item.GROUP.is("blue")))
                .as("group blue after %s", after)
                .extracting(Stored::key)
                .isEqualTo(blue);
        assertThat(items.count(Item.GROUP.is("red")))
                .as("count of red after %s", after)
                .isEqualTo(red.size());
    }

    @Test
    @Rule("INDEX-2")
    void uniqueValue_ofASecondOwner_isRefusedByEachKindOfWrite() {
        DocumentCollection<Item> items = Item.in(bench());
        Stored<Item> owner = items.put("owner", Item.aliased(1, "taken"));
        Stored<Item> other = items.put("other", Item.aliased(2, "free"), Content.text("kept"));
        Item second = Item.aliased(3, "taken");

        assertRefused("insert", "new", () -> items.insert("new", second));
        assertRefused("put of a new key", "new", () -> items.put("new", second));
        assertRefused("put of a stored key", "other", () -> items.put("other", second));
        assertRefused("replace", "other", () -> items.replace("other", second, Content.text("not this")));
        assertRefused("replaceIf", "other", () -> items.replaceIf("other", other.revision(), second));
        assertRefused("update", "other", () -> items.update("other", item -> second));
        assertRefused("putAll", "new", () -> items.putAll(List.of(Document.of("new", second))));
        assertRefused(
                "putAll within itself",
                "y",
                () -> items.putAll(
                        List.of(Document.of("x", Item.aliased(4, "both")), Document.of("y", Item.aliased(5, "both")))));

        assertThat(items.get("owner")).as("document owner").contains(owner);
        assertThat(items.get("other")).as("document other").contains(other);
        assertThat(items.content("other")).as("content of other").contains(Content.text("kept"));
        assertThat(items.count()).as("number of documents").isEqualTo(2);
        assertThat(items.find(Item.ALIAS.is("taken")))
                .as("owners of the alias taken")
                .extracting(Stored::key)
                .containsExactly("owner");
    }

    private static void assertRefused(String operation, String key, ThrowingCallable write) {
        assertThatThrownBy(write, "%s of a value that another document owns", operation)
                .isInstanceOfSatisfying(UniqueViolationException.class, violation -> {
                    assertThat(violation.collection())
                            .as("collection named by the error")
                            .isEqualTo("items");
                    assertThat(violation.index()).as("index named by the error").isEqualTo("alias");
                    assertThat(violation.key()).as("key named by the error").contains(key);
                    assertThat(violation).as("the message of the error").hasMessageContainingAll("items", "alias", key);
                    assertThat(violation.outcomeUnknown())
                            .as("whether the outcome is unknown")
                            .isFalse();
                });
    }

    @Test
    @Rule("INDEX-2")
    void uniqueValue_takenByOneOfManyCallers_isRefusedToThatOneByItsKey() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("owner", Item.aliased(0, "taken"));
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(12, caller -> {
                for (int i = 0; i < 10; i++) {
                    String key = "k" + caller + "-" + i;
                    if (caller % 3 == 0) {
                        assertRefused("put beside others", key, () -> items.put(key, Item.aliased(caller, "taken")));
                    } else {
                        items.put(key, Item.aliased(i, key));
                    }
                }
            });
            threads.join();
        }
        assertThat(items.count()).as("number of documents").isEqualTo(81);
    }

    @Test
    @Rule("INDEX-2")
    void uniqueValues_ofSeveralIndexes_areRefusedByTheFirstDeclared() {
        Index<Item, String> first = Index.unique("zz_first", String.class, Item::alias);
        Index<Item, String> second = Index.unique("aa_second", String.class, Item::alias);
        Index<Item, String> third = Index.unique("mm_third", String.class, Item::alias);
        CollectionSpec<Item> spec = CollectionSpec.of("triple", Item.class)
                .index(first)
                .index(second)
                .index(third)
                .build();
        DocumentCollection<Item> items = bench().open(spec).collection(spec);
        items.put("owner", Item.aliased(1, "taken"));
        items.put("other", Item.aliased(2, "free"));

        for (String key : List.of("new", "other")) {
            assertThatThrownBy(
                            () -> items.put(key, Item.aliased(3, "taken")), "put of %s, refused by three indexes", key)
                    .isInstanceOfSatisfying(
                            UniqueViolationException.class,
                            refused -> assertThat(refused.index())
                                    .as("the index that is named")
                                    .isEqualTo("zz_first"));
        }
    }

    @Test
    @Rule("INDEX-2")
    void uniqueValue_writtenAgainByItsOwner_isAccepted() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("owner", Item.aliased(1, "mine"));

        items.put("owner", Item.aliased(2, "mine"));
        items.replace("owner", Item.aliased(3, "mine"));
        items.update("owner", item -> Item.aliased(4, "mine"));
        items.putAll(List.of(Document.of("owner", Item.aliased(5, "mine"))));

        assertThat(items.findFirst(Item.ALIAS.is("mine")).orElseThrow().value())
                .as("owners of the alias mine")
                .isEqualTo(Item.aliased(5, "mine"));
        assertThat(items.insert("owner", Item.aliased(6, "mine")))
                .as("insert of a taken key")
                .isEmpty();
    }

    @Test
    @Rule("INDEX-3")
    void uniqueValue_whoseOwnerWasChangedOrDeleted_isFreeAgain() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.aliased(1, "moving"));
        items.update("a", item -> Item.aliased(2, "elsewhere"));
        items.put("b", Item.aliased(3, "moving"));
        items.put("b", Item.of(4));
        items.insert("c", Item.aliased(5, "moving"));
        items.delete("c");
        items.put("d", Item.aliased(6, "moving"));
        items.delete(Item.ALIAS.is("moving"));
        items.put("e", Item.aliased(7, "moving"));
        items.clear();
        items.put("f", Item.aliased(8, "moving"));

        assertThat(items.find(Item.ALIAS.is("moving")))
                .as("owners of the alias moving")
                .extracting(Stored::key)
                .containsExactly("f");
    }

    @Test
    @Rule("INDEX-4")
    void documents_withoutAValue_neverCollideAndAreNotFound() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.of(1));
        assertThatCode(() -> items.put("b", Item.of(2)))
                .as("a second document without alias")
                .doesNotThrowAnyException();
        items.putAll(List.of(Document.of("c", Item.of(3)), Document.of("d", Item.of(4))));
        items.put("e", new Item(5, "", ""));

        assertThat(items.count()).as("number of documents").isEqualTo(5);
        assertThat(items.find(Item.ALIAS.is("")))
                .as("owners of the empty text")
                .extracting(Stored::key)
                .containsExactly("e");
        assertThat(items.find(Item.GROUP.is("")))
                .as("documents in the group")
                .extracting(Stored::key)
                .containsExactly("e");
        assertThat(items.count(Item.GROUP.is("null")))
                .as("null is not the text null")
                .isZero();
    }

    @Test
    @Rule("INDEX-7")
    void putAll_thatMovesUniqueValues_isJudgedInKeyOrder() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.aliased(1, "x"));
        items.put("b", Item.aliased(2, "y"));

        assertRefused(
                "swapping in one batch",
                "a",
                () -> items.putAll(
                        List.of(Document.of("b", Item.aliased(4, "x")), Document.of("a", Item.aliased(3, "y")))));
        assertRefused(
                "taking before it is given up",
                "a",
                () -> items.putAll(
                        List.of(Document.of("b", Item.aliased(4, "z")), Document.of("a", Item.aliased(3, "y")))));
        assertThat(items.find(Condition.all()))
                .as("documents stored")
                .extracting(stored -> stored.value().number())
                .containsExactly(1, 2);

        items.putAll(List.of(Document.of("b", Item.aliased(4, "x")), Document.of("a", Item.aliased(3, "z"))));
        assertThat(items.findFirst(Item.ALIAS.is("x")).orElseThrow().key())
                .as("taken after it was given up")
                .isEqualTo("b");
        items.putAll(List.of(Document.of("c", Item.aliased(5, "x")), Document.of("b", Item.of(6))));
        assertThat(items.findFirst(Item.ALIAS.is("x")).orElseThrow().key())
                .as("owners of the alias x")
                .isEqualTo("c");
    }
}
