// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.fixture.ItemPrograms.items;
import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.TREES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.SchemaException;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import dev.storageport.UsageException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** GROW: collections that are added, and what is taken away on request. */
abstract class PruneRules extends Topic {

    static final CollectionSpec<Item> MUCH =
            items(Item.GROUP, Item.ALIAS, ItemPrograms.NUMBER, ItemPrograms.DIGITS, ItemPrograms.WORDS);
    static final CollectionSpec<Item> LITTLE = items(Item.GROUP);
    static final CollectionSpec<Item> ASIDE =
            CollectionSpec.of("aside", Item.class).index(Item.GROUP).build();

    @Test
    @Rule({"GROW-8", "GROW-4"})
    void prune_dropsTheIndexesThatTheProgramDoesNotDeclare() {
        List<StoredWithContent<Item>> before;
        try (Storage first = bench().open(MUCH)) {
            ItemPrograms.fill(bench(), first.collection(MUCH));
            before = ItemPrograms.everything(first.collection(MUCH));
        }
        Storage storage = bench().open(LITTLE);

        assertThat(storage.schema().prune())
                .as("what was dropped")
                .containsExactly("items.alias", "items.digits", "items.number", "items.words");

        assertThat(ItemPrograms.indexNames(storage)).as("indexes left").containsExactly("grouping");
        assertThat(storage.schema().prune()).as("what is left to drop").isEmpty();
        DocumentCollection<Item> items = storage.collection(LITTLE);
        assertThat(ItemPrograms.everything(items)).as("documents").isEqualTo(before);
        ItemPrograms.BY_GROUP.assertExact("that was kept", items);
        items.put("a", new Item(1, "red", "alias-0"));
        items.delete(Item.key(7));
        ItemPrograms.BY_GROUP.assertExact("that was kept, after further writes", items);
    }

    @Test
    @Rule({"GROW-8", "GROW-4"})
    void prunedIndex_isAddedAgainByAProgramThatDeclaresIt() {
        Storage first = bench().open(MUCH);
        ItemPrograms.fill(bench(), first.collection(MUCH));
        bench().open(LITTLE).schema().prune();
        refusal(
                StorageException.class,
                "a query by an index that was dropped meanwhile",
                () -> first.collection(MUCH).find(ItemPrograms.NUMBER.is(1)));
        assertThat(first.collection(MUCH).get(Item.key(1)).isPresent())
                .as("whether a document is read by a program whose index was dropped")
                .isTrue();

        DocumentCollection<Item> again = ItemPrograms.open(bench(), MUCH);

        for (ItemPrograms.Grown grown : List.of(
                ItemPrograms.BY_ALIAS,
                ItemPrograms.BY_NUMBER,
                ItemPrograms.BY_DIGITS,
                ItemPrograms.BY_WORDS,
                ItemPrograms.BY_GROUP)) {
            grown.assertExact("after it was dropped and added again", again);
        }
    }

    @Test
    @Rule("GROW-8")
    void prune_leavesCollectionsAloneThatTheProgramDoesNotDeclare() {
        bench().open(MUCH, ASIDE, NOTES).collection(ASIDE).put("a", Item.grouped(1, "red"));
        Storage storage = bench().open(NOTES);
        assertThat(storage.schema().prune()).as("what was dropped").isEmpty();
        assertThat(ItemPrograms.indexNames(storage))
                .as("indexes of another collection")
                .hasSize(5);
        assertThat(bench().open(ASIDE).collection(ASIDE).keys(Item.GROUP.is("red")))
                .as("documents of another collection")
                .containsExactly("a");
    }

    @Test
    @Rule("GROW-8")
    void collection_added_leavesTheOthersAsTheyAre() {
        List<StoredWithContent<Item>> before;
        try (Storage first = bench().open(LITTLE)) {
            ItemPrograms.fill(bench(), first.collection(LITTLE));
            before = ItemPrograms.everything(first.collection(LITTLE));
        }
        Storage storage = bench().open(LITTLE, ASIDE);
        storage.collection(ASIDE).put(Item.key(1), Item.grouped(1, "red"));
        assertThat(ItemPrograms.everything(storage.collection(LITTLE)))
                .as("documents of the collection that was there")
                .isEqualTo(before);
        assertThat(storage.collection(ASIDE).keys(Item.GROUP.is("red")))
                .as("documents of the collection that was added")
                .containsExactly(Item.key(1));
    }

    @Test
    @Rule("GROW-8")
    void dropCollection_dropsItWithAllItsDocuments() {
        try (Storage first = bench().open(MUCH, ASIDE)) {
            ItemPrograms.fill(bench(), first.collection(MUCH));
            first.collection(MUCH).put("big", Item.of(1), Content.text("x".repeat(100_000)));
            first.collection(ASIDE).put("a", Item.grouped(1, "red"));
        }
        Storage storage = bench().open(ASIDE);

        storage.schema().dropCollection("items");

        assertThat(ItemPrograms.collection(storage.schema().status(), "items"))
                .as("the collection in the database")
                .isEmpty();
        assertThat(storage.collection(ASIDE).keys(Item.GROUP.is("red")))
                .as("documents of the other collection")
                .containsExactly("a");
        DocumentCollection<Item> anew = ItemPrograms.open(bench(), MUCH);
        assertThat(anew.count()).as("documents of the collection created anew").isZero();
        anew.put("big", new Item(7, "red", "alias-0"));
        assertThat(anew.content("big")).as("the content of a new document").isEmpty();
        for (ItemPrograms.Grown grown :
                List.of(ItemPrograms.BY_ALIAS, ItemPrograms.BY_DIGITS, ItemPrograms.BY_WORDS, ItemPrograms.BY_GROUP)) {
            grown.assertExact("of a collection created anew", anew);
        }
    }

    @Test
    @Rule("GROW-8")
    void dropCollection_ofOneThatIsDeclared_isRefused() {
        Storage storage = bench().open(NOTES, TREES);
        storage.collection(NOTES).put("a", note("kept"));
        UsageException refused = refusal(
                UsageException.class,
                "dropping a declared collection",
                () -> storage.schema().dropCollection("notes"));
        assertThat(refused.getMessage()).as("the message").contains("notes");
        assertThat(storage.collection(NOTES).get("a").map(Stored::value))
                .as("a document of the collection")
                .contains(note("kept"));
        storage.schema().dropCollection("never_there");
        assertThat(storage.schema().status().collections())
                .as("collections after dropping one that is not there")
                .hasSize(2);
    }

    @Test
    @Rule("GROW-13")
    void operations_afterAnotherProgramDroppedTheirIndex_sayOneThing() {
        Storage storage = bench().open(MUCH);
        DocumentCollection<Item> items = storage.collection(MUCH);
        items.put("a", Item.of(1));
        bench().open(LITTLE).schema().prune();

        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("find", () -> items.find(ItemPrograms.NUMBER.is(1)));
        calls.put("find by one of many values", () -> items.find(ItemPrograms.DIGITS.contains("1")));
        calls.put("find by words", () -> items.find(ItemPrograms.WORDS.contains("number")));
        calls.put("find in order", () -> items.find(Condition.all().by(ItemPrograms.NUMBER)));
        calls.put("count", () -> items.count(ItemPrograms.NUMBER.is(1)));
        calls.put("countBy", () -> items.countBy(ItemPrograms.NUMBER));
        calls.put("delete", () -> items.delete(ItemPrograms.NUMBER.is(1)));
        calls.put("put", () -> items.put("a", Item.of(2)));
        calls.put("insert", () -> items.insert("b", Item.of(2)));
        calls.put("putAll", () -> items.putAll(List.of(Document.of("a", Item.of(2)), Document.of("b", Item.of(2)))));
        calls.put("update", () -> items.update("a", item -> Item.of(2)));
        calls.put(
                "put in a transaction",
                () -> storage.transactWithoutResult(
                        open -> open.collection(MUCH).put("a", Item.of(2))));
        calls.put(
                "find in a transaction",
                () -> storage.transactWithoutResult(
                        open -> open.collection(MUCH).find(ItemPrograms.NUMBER.is(1))));
        assertSayOneThing(calls);
        assertThat(items.get("a").map(Stored::value)).as("the document").contains(Item.of(1));
    }

    @Test
    @Rule("GROW-13")
    void operations_afterAnotherProgramDroppedTheirCollection_sayOneThing() {
        Storage storage = bench().open(LITTLE);
        DocumentCollection<Item> items = storage.collection(LITTLE);
        items.put("a", Item.of(1));
        bench().open(ASIDE).schema().dropCollection("items");

        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("get", () -> items.get("a"));
        calls.put("contains", () -> items.contains("a"));
        calls.put("content", () -> items.content("a"));
        calls.put("find", () -> items.find(Condition.all()));
        calls.put("count", items::count);
        calls.put("summary", items::summary);
        calls.put("put", () -> items.put("a", Item.of(2)));
        calls.put("touch", () -> items.touch("a"));
        calls.put("delete", () -> items.delete("a"));
        calls.put("delete by a condition", () -> items.delete(Item.GROUP.is("red")));
        calls.put(
                "put in a transaction",
                () -> storage.transactWithoutResult(
                        open -> open.collection(LITTLE).put("a", Item.of(2))));
        assertSayOneThing(calls);
    }

    private static void assertSayOneThing(Map<String, ThrowingCallable> calls) {
        String sentence = problem(SchemaException.missing("a place", null));
        calls.forEach((call, run) -> {
            SchemaException refused = refusal(SchemaException.class, call, run);
            assertThat(refused.getMessage()).as("where %s failed", call).contains("collection items");
            assertThat(problem(refused)).as("what %s says is wrong", call).isEqualTo(sentence);
        });
    }

    private static String problem(SchemaException refused) {
        String message = refused.getMessage();
        return message.substring(message.lastIndexOf(": ") + 2);
    }
}
