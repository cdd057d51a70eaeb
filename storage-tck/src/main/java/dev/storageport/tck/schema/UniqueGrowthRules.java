// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.fixture.ItemPrograms.items;
import static dev.storageport.tck.fixture.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StoredWithContent;
import dev.storageport.UniqueViolationException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** GROW: unique indexes that a program adds, and programs that do not know them. */
abstract class UniqueGrowthRules extends Topic {

    static final CollectionSpec<Item> WITHOUT_ALIAS = items(Item.GROUP);
    static final CollectionSpec<Item> WITH_ALIAS = items(Item.GROUP, Item.ALIAS);

    /** What no message may show. */
    static final String SHARED_VALUE = "confidential-alias";

    @Test
    @Rule("GROW-2")
    void uniqueIndex_thatDocumentsDoNotAllow_isRefusedByNamesAndKeys() {
        DocumentCollection<Item> old = ItemPrograms.open(bench(), WITHOUT_ALIAS);
        fillWithDuplicates(old);

        UniqueViolationException violation = refusal(
                UniqueViolationException.class, "adding a unique index to duplicates", () -> bench().open(WITH_ALIAS));

        assertThat(violation.collection()).as("the collection").isEqualTo("items");
        assertThat(violation.index()).as("the index").isEqualTo("alias");
        assertThat(violation.getMessage()).as("the message").contains("items", "alias", "dup-2", "dup-3");
        for (Throwable cause = violation; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause.getMessage()))
                    .as("a message in the chain of causes")
                    .doesNotContain(SHARED_VALUE);
        }
    }

    @Test
    @Rule("GROW-2")
    void uniqueIndex_refused_changesNothing() {
        Storage storage = bench().open(WITHOUT_ALIAS);
        DocumentCollection<Item> old = storage.collection(WITHOUT_ALIAS);
        fillWithDuplicates(old);
        List<StoredWithContent<Item>> before = ItemPrograms.everything(old);

        refusal(UniqueViolationException.class, "adding a unique index to duplicates", () -> bench().open(WITH_ALIAS));

        assertThat(ItemPrograms.everything(old))
                .as("documents after the refusal")
                .isEqualTo(before);
        assertThat(ItemPrograms.indexNames(storage))
                .as("indexes after the refusal")
                .containsExactly("grouping");
        old.put("dup-4", new Item(4, "red", SHARED_VALUE));
        assertThat(old.count(Item.GROUP.is("red")))
                .as("documents in the group red, one more")
                .isEqualTo(4);
        assertThat(ItemPrograms.open(bench(), WITHOUT_ALIAS).count(Item.GROUP.is("red")))
                .as("the same, opened without the index")
                .isEqualTo(4);
    }

    @Test
    @Rule("GROW-2")
    void uniqueIndex_afterDuplicatesAreResolved_isAdded() {
        DocumentCollection<Item> old = ItemPrograms.open(bench(), WITHOUT_ALIAS);
        fillWithDuplicates(old);
        refusal(UniqueViolationException.class, "adding a unique index to duplicates", () -> bench().open(WITH_ALIAS));
        old.update("dup-2", item -> new Item(2, "red", "another"));
        old.delete("dup-3");

        DocumentCollection<Item> items = ItemPrograms.open(bench(), WITH_ALIAS);

        assertThat(items.keys(Item.ALIAS.is(SHARED_VALUE)))
                .as("owners of the value")
                .containsExactly("dup-1");
        assertThat(items.keys(Item.ALIAS.is("another")))
                .as("owners of the other value")
                .containsExactly("dup-2");
        ItemPrograms.BY_ALIAS.assertExact("after duplicates were resolved", items);
        refusal(
                UniqueViolationException.class,
                "a second owner",
                () -> items.put("dup-5", new Item(5, null, SHARED_VALUE)));
    }

    private static void fillWithDuplicates(DocumentCollection<Item> items) {
        items.putAll(ItemPrograms.various(40).stream()
                .map(one -> Document.of(
                        one.key(),
                        new Item(one.value().number(), null, one.value().alias())))
                .toList());
        items.put("dup-1", new Item(1, "red", SHARED_VALUE), Content.text("kept"));
        items.put("dup-2", new Item(2, "red", SHARED_VALUE));
        items.put("dup-3", new Item(3, "red", SHARED_VALUE));
    }

    @Test
    @Rule({"GROW-3", "INDEX-3"})
    void uniqueValue_freedByAProgramWithoutTheIndex_mayBeTaken() {
        DocumentCollection<Item> old = ItemPrograms.open(bench(), WITHOUT_ALIAS);
        DocumentCollection<Item> items = ItemPrograms.open(bench(), WITH_ALIAS);
        items.put("a", Item.aliased(1, "x"));
        items.put("b", Item.aliased(2, "y"));
        old.update("a", item -> Item.of(1));
        assertThat(items.insert("c", Item.aliased(3, "x")))
                .as("insert of a value that its owner lost")
                .isPresent();
        old.delete("b");
        assertThat(items.insert("d", Item.aliased(4, "y")))
                .as("insert of a value whose owner was deleted")
                .isPresent();
        assertThat(items.keys(Item.ALIAS.in(List.of("x", "y")).byKey()))
                .as("owners of x and y")
                .containsExactly("c", "d");
        old.put("c", Item.aliased(3, "z"));
        assertThat(bench().open(WITH_ALIAS).<Long, RuntimeException>transact(open -> {
                    open.collection(WITH_ALIAS).put("e", Item.aliased(5, "x"));
                    return open.collection(WITH_ALIAS).count(Item.ALIAS.is("x"));
                }))
                .as("owners of x in a transaction that took it")
                .isEqualTo(1);
        ItemPrograms.BY_ALIAS.assertExact("after values moved", items);
    }

    @Test
    @Rule("GROW-3")
    void uniqueValues_exchangedByAProgramWithoutTheIndex_areFoundWhereTheyAre() {
        DocumentCollection<Item> old = ItemPrograms.open(bench(), WITHOUT_ALIAS);
        DocumentCollection<Item> items = ItemPrograms.open(bench(), WITH_ALIAS);
        items.putAll(rotated(2, 0));
        old.putAll(rotated(2, 1));
        assertThat(items.keys(Item.ALIAS.is("alias-0")))
                .as("owners of a value that two documents exchanged")
                .containsExactly(Item.key(1));
    }

    @Test
    @Rule("GROW-3")
    void uniqueValues_ofManyDocumentsMovedOn_areFoundWhereTheyAre() {
        DocumentCollection<Item> old = ItemPrograms.open(bench(), WITHOUT_ALIAS);
        DocumentCollection<Item> items = ItemPrograms.open(bench(), WITH_ALIAS);
        items.putAll(rotated(ItemPrograms.LARGE / 2, 0));
        old.putAll(rotated(ItemPrograms.LARGE / 2, 1));
        assertThat(items.keys(Item.ALIAS.is("alias-101")))
                .as("owners of a value, after each document took that of the one behind it")
                .containsExactly(Item.key(100));
        ItemPrograms.BY_ALIAS.assertExact("after the values of many documents moved on", items);
        items.clear();
        items.putAll(rotated(ItemPrograms.LARGE, 0));
        old.putAll(rotated(ItemPrograms.LARGE, ItemPrograms.LARGE / 2));
        DocumentCollection<Item> again = ItemPrograms.open(bench(), WITH_ALIAS);
        ItemPrograms.BY_ALIAS.assertExact("opened after the values of even more documents moved on", again);
        assertThat(again.keys(Item.ALIAS.is("alias-0")))
                .as("owners of a value that moved far")
                .containsExactly(Item.key(ItemPrograms.LARGE / 2));
    }

    /** Returns documents each of which has the alias of the one so many behind it, in a circle. */
    private static List<Document<Item>> rotated(int count, int by) {
        List<Document<Item>> rotated = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rotated.add(Document.of(Item.key(i), Item.aliased(i, "alias-" + (i + by) % count)));
        }
        return rotated;
    }

    @Test
    @Rule("GROW-11")
    void duplicates_writtenByAProgramWithoutTheIndex_areReportedUntilResolved() {
        DocumentCollection<Item> old = ItemPrograms.open(bench(), WITHOUT_ALIAS);
        DocumentCollection<Item> items = ItemPrograms.open(bench(), WITH_ALIAS);
        items.put("a", Item.aliased(1, SHARED_VALUE));
        old.put("b", Item.aliased(2, SHARED_VALUE));

        UniqueViolationException violation = refusal(
                UniqueViolationException.class,
                "a query by the index while a value has two owners",
                () -> items.find(Item.ALIAS.is(SHARED_VALUE)));

        assertThat(violation.index()).as("the index").isEqualTo("alias");
        assertThat(violation.getMessage()).as("the message").contains("items").doesNotContain(SHARED_VALUE);
        assertThat(items.get("b").map(stored -> stored.value()))
                .as("the second owner, read by key")
                .contains(Item.aliased(2, SHARED_VALUE));
        assertThat(items.count()).as("number of documents").isEqualTo(2);
        items.put("b", Item.aliased(2, "own"));
        assertThat(items.keys(Item.ALIAS.is(SHARED_VALUE)))
                .as("owners of the value when the duplicate is resolved")
                .containsExactly("a");
    }
}
