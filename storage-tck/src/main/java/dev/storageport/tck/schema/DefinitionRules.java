// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.fixture.ItemPrograms.items;
import static dev.storageport.tck.fixture.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DeclaredIndex;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.MultiValueIndex;
import dev.storageport.SearchIndex;
import dev.storageport.Storage;
import dev.storageport.UsageException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.fixture.ItemPrograms.Grown;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** GROW: indexes whose definition changes under one name. */
abstract class DefinitionRules extends Topic {

    static final Index<Item, String> UPPER_GROUP = Index.of(
                    "grouping", String.class, (Item item) -> upper(item.group()))
            .version(2);
    static final Index<Item, String> ONE = Index.of("one", String.class, Item::alias);
    static final SearchIndex<Item> OF_GROUP = SearchIndex.<Item>of("words").field(Item::group);

    /**
     * A definition and the one that takes its place.
     *
     * @param difference what is other
     * @param before the old program's
     * @param after the new program's
     */
    record Changed(String difference, Grown before, Grown after) {}

    private static List<Changed> changedDefinitions() {
        Index<Item, Integer> typed = Index.of("grouping", Integer.class, Item::number);
        Index<Item, String> unique = Index.unique("one", String.class, Item::alias);
        MultiValueIndex<Item, String> many =
                MultiValueIndex.of("one", String.class, item -> List.of("" + item.number(), "all"));
        SearchIndex<Item> ofNumber = SearchIndex.<Item>of("words")
                .field(item -> "red number " + item.number())
                .version(2);
        SearchIndex<Item> searched = SearchIndex.<Item>of("one").field(item -> "Number " + item.number());
        Grown one = new Grown(ONE, ONE.is("alias-5"), item -> "alias-5".equals(item.alias()));
        Grown owned = new Grown(unique, unique.is("alias-5"), item -> "alias-5".equals(item.alias()));
        return List.of(
                new Changed(
                        "another function and version",
                        ItemPrograms.BY_GROUP,
                        new Grown(UPPER_GROUP, UPPER_GROUP.is("RED"), item -> "red".equals(item.group()))),
                new Changed(
                        "another type",
                        ItemPrograms.BY_GROUP,
                        new Grown(typed, typed.atLeast(30), item -> item.number() >= 30)),
                new Changed("unique now", one, owned),
                new Changed("no longer unique", owned, one),
                new Changed("many values", one, new Grown(many, many.contains("5"), item -> item.number() == 5)),
                new Changed(
                        "searched now",
                        one,
                        new Grown(searched, searched.contains("R 5"), item -> ("" + item.number()).contains("5"))),
                new Changed(
                        "other searched fields and version",
                        new Grown(OF_GROUP, OF_GROUP.contains("red"), item -> "red".equals(item.group())),
                        new Grown(ofNumber, ofNumber.contains("red"), item -> true)));
    }

    private static @Nullable String upper(@Nullable String group) {
        return group == null ? null : group.toUpperCase(Locale.ROOT);
    }

    @Test
    @Rule("GROW-5")
    void definition_changed_isComputedAnewBesideTheOldOne() {
        for (Changed changed : changedDefinitions()) {
            try (Workbench bench = bench().fresh()) {
                CollectionSpec<Item> before = items(changed.before().index());
                CollectionSpec<Item> after = items(changed.after().index());
                DocumentCollection<Item> old = ItemPrograms.open(bench, before);
                ItemPrograms.fill(bench, old);
                DocumentCollection<Item> grown = ItemPrograms.open(bench, after);
                changed.after().assertExact("with " + changed.difference(), grown);
                changed.before().assertExact("of the program before " + changed.difference(), old);
                writeBoth(old, grown);
                changed.before().assertExact("before " + changed.difference() + ", after both wrote", old);
                changed.after().assertExact("with " + changed.difference() + ", after both wrote", grown);
                writeBoth(grown, old);
                changed.after().assertExact("with " + changed.difference() + ", after both wrote again", grown);
                changed.before().assertExact("before " + changed.difference() + ", after both wrote again", old);
            }
        }
    }

    private static void writeBoth(DocumentCollection<Item> first, DocumentCollection<Item> second) {
        first.update(Item.key(5), item -> ItemPrograms.various(5, 35));
        second.update(Item.key(9), item -> ItemPrograms.various(9, 5));
        first.put("a", new Item(5, "red", "a"));
        second.put("b", new Item(45, "red", "b"));
        first.delete(Item.key(12));
        second.put(Item.key(12), ItemPrograms.various(12, 33));
    }

    @Test
    @Rule("GROW-5")
    void definitions_ofOneName_areNeverMixed() {
        CollectionSpec<Item> before = items(Item.GROUP);
        CollectionSpec<Item> after = items(UPPER_GROUP);
        DocumentCollection<Item> old = ItemPrograms.open(bench(), before);
        DocumentCollection<Item> grown = ItemPrograms.open(bench(), after);
        old.put("a", Item.grouped(1, "red"));
        grown.put("b", Item.grouped(2, "red"));
        assertThat(grown.keys(UPPER_GROUP.is("red")))
                .as("documents found by what only the old function gives")
                .isEmpty();
        assertThat(grown.countBy(UPPER_GROUP)).as("values of the new function").containsOnlyKeys("RED");
        assertThat(old.keys(Item.GROUP.is("RED")))
                .as("documents found by what only the new function gives")
                .isEmpty();
        assertThat(old.countBy(Item.GROUP)).as("values of the old function").containsOnlyKeys("red");
        refusal(
                UsageException.class,
                "a condition of the old definition in the new program",
                () -> grown.find(Item.GROUP.is("red")));
    }

    @Test
    @Rule("GROW-5")
    void definitions_ofOneName_areShownAndPrunedEachByItself() {
        List<DeclaredIndex<Item>> history = List.of(Item.GROUP, UPPER_GROUP, UPPER_GROUP.version(3));
        for (DeclaredIndex<Item> index : history) {
            ItemPrograms.fill(bench(), ItemPrograms.open(bench(), items(index)));
        }
        Storage storage = bench().open(items(UPPER_GROUP));
        assertThat(ItemPrograms.indexes(storage))
                .as("definitions of one name")
                .extracting(index -> index.definition().version())
                .containsExactly(1, 2, 3);

        assertThat(storage.schema().prune()).as("what was dropped").containsExactly("items.grouping", "items.grouping");

        assertThat(ItemPrograms.indexes(storage))
                .as("definitions left")
                .extracting(index -> index.definition().version())
                .containsExactly(2);
        CollectionSpec<Item> again = items(UPPER_GROUP);
        DocumentCollection<Item> items = ItemPrograms.open(bench(), again);
        new Grown(UPPER_GROUP, UPPER_GROUP.is("RED"), item -> "red".equals(item.group()))
                .assertExact("after the other definitions of its name were dropped", items);
        ItemPrograms.BY_GROUP.assertExact(
                "after it was dropped and added again", ItemPrograms.open(bench(), items(Item.GROUP)));
    }
}
