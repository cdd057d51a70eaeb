// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.CollectionSpec;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.SchemaException;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SCHEMA: declarations against what is stored. */
interface SchemaRules {

    Index<Item, Long> NUMBER = Index.of("number", Long.class, item -> (long) item.number());
    CollectionSpec<Item> LATER =
            CollectionSpec.of("later", Item.class).index(NUMBER).build();

    Workbench bench();

    @Test
    @Rule("SCHEMA-1")
    default void collection_declaredWithOtherIndexes_isRefusedByNameAndUnchanged() {
        Stored<Item> stored;
        try (Storage storage = bench().open(Item.SPEC)) {
            stored = storage.collection(Item.SPEC).put("a", new Item(1, "red", "x"), Content.text("kept"));
        }
        differentDeclarations().forEach((index, spec) -> {
            assertThatThrownBy(
                            () -> bench().open(spec, LATER),
                            "opening a collection whose index %s is declared otherwise",
                            index)
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContainingAll("items", index.substring(0, index.indexOf(' ')));
            DocumentCollection<Item> items = Item.in(bench());
            assertThat(items.find(Item.GROUP.is("red")))
                    .as("documents after the refusal")
                    .containsExactly(stored);
            assertThat(items.find(Item.ALIAS.is("x")))
                    .as("owners of the alias x")
                    .containsExactly(stored);
            assertThat(items.content("a")).as("content of a").contains(Content.text("kept"));
        });
    }

    private static Map<String, CollectionSpec<Item>> differentDeclarations() {
        Map<String, CollectionSpec<Item>> different = new LinkedHashMap<>();
        different.put(
                "number added",
                items().index(Item.GROUP).index(Item.ALIAS).index(NUMBER).build());
        different.put("alias missing", items().index(Item.GROUP).build());
        different.put(
                "alias not unique",
                items().index(Item.GROUP)
                        .index(Index.of("alias", String.class, Item::alias))
                        .build());
        different.put(
                "grouping unique",
                items().index(Index.unique("grouping", String.class, Item::group))
                        .index(Item.ALIAS)
                        .build());
        different.put(
                "grouping of another type",
                items().index(Index.of("grouping", Integer.class, Item::number))
                        .index(Item.ALIAS)
                        .build());
        return different;
    }

    private static CollectionSpec.Builder<Item> items() {
        return CollectionSpec.of("items", Item.class);
    }

    @Test
    @Rule("SCHEMA-1")
    default void collection_declaredWithItsIndexesInAnotherOrder_isTheSame() {
        Item.in(bench()).put("a", new Item(1, "red", "x"));
        CollectionSpec<Item> reordered =
                items().index(Item.ALIAS).index(Item.GROUP).build();

        DocumentCollection<Item> again = bench().open(reordered).collection(reordered);

        assertThat(again.find(Item.GROUP.is("red")))
                .as("documents in the group red")
                .hasSize(1);
        assertThat(again.find(Item.ALIAS.is("x"))).as("owners of the alias x").hasSize(1);
    }

    @Test
    @Rule("SCHEMA-2")
    default void collections_declaredLessOrMore_areLeftAloneOrAdded() {
        try (Storage first = bench().open(Item.SPEC)) {
            first.collection(Item.SPEC).put("a", new Item(1, "red", "x"), Content.text("kept"));
        }
        try (Storage other = bench().open(LATER)) {
            other.collection(LATER).put("a", Item.of(2));
        }
        Storage both = bench().open(LATER, Item.SPEC);

        assertThat(both.collection(Item.SPEC).find(Item.GROUP.is("red")))
                .as("documents in the group red")
                .hasSize(1);
        assertThat(both.collection(Item.SPEC).content("a")).as("content of a").contains(Content.text("kept"));
        assertThat(both.collection(LATER).find(NUMBER.is(2L)))
                .as("documents stored")
                .extracting(Stored::key)
                .containsExactly("a");
    }

    @Test
    @Rule("SCHEMA-2")
    default void collection_addedWhileAnotherStorageIsOpen_disturbsNoOne() {
        Storage first = bench().open(Item.SPEC);
        first.collection(Item.SPEC).put("a", Item.of(1));
        Storage second = bench().open(Item.SPEC, LATER);
        second.collection(LATER).put("b", Item.of(2));
        first.collection(Item.SPEC).put("c", Item.of(3));

        assertThat(second.collection(Item.SPEC).count())
                .as("number of documents")
                .isEqualTo(2);
        assertThat(second.collection(LATER).count()).as("number of documents").isEqualTo(1);
    }
}
