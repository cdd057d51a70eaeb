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
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import dev.storageport.UsageException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
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
}
