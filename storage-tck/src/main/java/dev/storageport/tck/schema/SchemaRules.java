// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SCHEMA: declarations against what is stored. */
abstract class SchemaRules extends Topic {

    static final Index<Item, Long> NUMBER = Index.of("number", Long.class, item -> (long) item.number());
    static final CollectionSpec<Item> LATER =
            CollectionSpec.of("later", Item.class).index(NUMBER).build();

    static final Index<Item, String> SHARED_ALIAS = Index.of("alias", String.class, Item::alias);
    static final Index<Item, String> OWN_GROUP = Index.unique("grouping", String.class, Item::group);
    static final Index<Item, Integer> NUMBERED_GROUP = Index.of("grouping", Integer.class, Item::number);

    /**
     * How another program declares the collection of items.
     *
     * @param difference what is other than before
     * @param spec the declaration
     * @param conditions what finds the stored document there
     */
    record Other(String difference, CollectionSpec<Item> spec, List<Condition<Item>> conditions) {}

    @Test
    @Rule("SCHEMA-1")
    void collection_declaredWithOtherIndexes_isFoundByThemAndByItsOwn() {
        Stored<Item> stored;
        try (Storage storage = bench().open(Item.SPEC)) {
            stored = storage.collection(Item.SPEC).put("a", new Item(1, "red", "x"), Content.text("kept"));
        }
        for (Other declared : otherDeclarations()) {
            DocumentCollection<Item> other = bench().open(declared.spec()).collection(declared.spec());
            for (Condition<Item> condition : declared.conditions()) {
                assertThat(other.find(condition))
                        .as("documents found by a program with %s", declared.difference())
                        .containsExactly(stored);
            }
            DocumentCollection<Item> items = Item.in(bench());
            assertThat(items.find(Item.GROUP.is("red")))
                    .as("documents in the group red after a program with %s", declared.difference())
                    .containsExactly(stored);
            assertThat(items.find(Item.ALIAS.is("x")))
                    .as("owners of the alias x after a program with %s", declared.difference())
                    .containsExactly(stored);
            assertThat(items.content("a"))
                    .as("content of a after a program with %s", declared.difference())
                    .contains(Content.text("kept"));
        }
    }

    private static List<Other> otherDeclarations() {
        return List.of(
                new Other(
                        "one index more",
                        items().index(Item.GROUP)
                                .index(Item.ALIAS)
                                .index(NUMBER)
                                .build(),
                        List.of(NUMBER.is(1L), Item.GROUP.is("red"), Item.ALIAS.is("x"))),
                new Other("no alias", items().index(Item.GROUP).build(), List.of(Item.GROUP.is("red"))),
                new Other(
                        "an alias that is not unique",
                        items().index(Item.GROUP).index(SHARED_ALIAS).build(),
                        List.of(SHARED_ALIAS.is("x"), Item.GROUP.is("red"))),
                new Other(
                        "a unique group",
                        items().index(OWN_GROUP).index(Item.ALIAS).build(),
                        List.of(OWN_GROUP.is("red"), Item.ALIAS.is("x"))),
                new Other(
                        "a group of another type",
                        items().index(NUMBERED_GROUP).index(Item.ALIAS).build(),
                        List.of(NUMBERED_GROUP.is(1), Item.ALIAS.is("x"))));
    }

    private static CollectionSpec.Builder<Item> items() {
        return CollectionSpec.of("items", Item.class);
    }

    @Test
    @Rule("SCHEMA-1")
    void collection_declaredWithItsIndexesInAnotherOrder_isTheSame() {
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
    void collections_declaredLessOrMore_areLeftAloneOrAdded() {
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
    void collection_addedWhileAnotherStorageIsOpen_disturbsNoOne() {
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

    @Test
    @Rule("SCHEMA-6")
    void prepare_tellsWhatItAddedAndNothingElse() {
        IndexDefinition group = new IndexDefinition("grouping", IndexKind.SINGLE, IndexType.TEXT, 1);
        IndexDefinition alias = new IndexDefinition("alias", IndexKind.UNIQUE, IndexType.TEXT, 1);
        IndexDefinition aliasAnew = new IndexDefinition("alias", IndexKind.UNIQUE, IndexType.TEXT, 2);
        CollectionDefinition later = new CollectionDefinition("later", List.of(group));
        assertThat(prepared(SchemaMode.MIGRATE, items(group)))
                .as("added to an empty database by a program with one index")
                .containsExactly(items(group));
        assertThat(prepared(SchemaMode.MIGRATE, items(group)))
                .as("added by the same program again")
                .isEmpty();
        assertThat(prepared(SchemaMode.MIGRATE, items(group, alias)))
                .as("added by a program with one index more")
                .containsExactly(items(alias));
        assertThat(prepared(SchemaMode.MIGRATE, items(group, aliasAnew)))
                .as("added by a program with another version of an index")
                .containsExactly(items(aliasAnew));
        assertThat(prepared(SchemaMode.MIGRATE, later, items(alias)))
                .as("added by a program with one collection more")
                .containsExactly(later);
        for (SchemaMode mode : SchemaMode.values()) {
            assertThat(prepared(mode, items(group, aliasAnew), later))
                    .as("added in the mode %s by a program for which nothing is missing", mode)
                    .isEmpty();
        }
    }

    private static CollectionDefinition items(IndexDefinition... indexes) {
        return new CollectionDefinition("items", List.of(indexes));
    }

    /** Returns what a port says that it added to the test's database. */
    private List<CollectionDefinition> prepared(SchemaMode mode, CollectionDefinition... declared) {
        try (StoragePort port = bench().harness().port()) {
            return port.prepare(new Catalog(List.of(declared)), mode).collections();
        }
    }
}
