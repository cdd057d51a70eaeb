// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.fixture.ItemPrograms.BY_ALIAS;
import static dev.storageport.tck.fixture.ItemPrograms.BY_DIGITS;
import static dev.storageport.tck.fixture.ItemPrograms.BY_NUMBER;
import static dev.storageport.tck.fixture.ItemPrograms.BY_WORDS;
import static dev.storageport.tck.fixture.ItemPrograms.everything;
import static dev.storageport.tck.fixture.ItemPrograms.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.DeclaredIndex;
import dev.storageport.DocumentCollection;
import dev.storageport.SchemaStatus;
import dev.storageport.SchemaStatus.CollectionStatus;
import dev.storageport.SchemaStatus.IndexStatus;
import dev.storageport.Storage;
import dev.storageport.StoredWithContent;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.fixture.ItemPrograms.Grown;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** GROW: indexes that a program adds, and what the database tells of them. */
abstract class GrowthRules extends Topic {

    @Test
    @Rule("GROW-1")
    void index_ofAnyKindAddedToDocuments_findsThemExactly() {
        List<StoredWithContent<Item>> before;
        CollectionSpec<Item> plain = items();
        try (Storage first = bench().open(plain)) {
            ItemPrograms.fill(bench(), first.collection(plain));
            before = everything(first.collection(plain));
        }
        List<DeclaredIndex<Item>> declared = new ArrayList<>();
        for (Grown added : ItemPrograms.ALL_KINDS) {
            declared.add(added.index());
            CollectionSpec<Item> spec = items(declared);
            try (Storage storage = bench().open(spec)) {
                assertThat(ItemPrograms.isReadable(storage, added.index().name()))
                        .as("whether the %s is readable after opening", added.index())
                        .isTrue();
                added.assertExact("after it was added", storage.collection(spec));
                assertThat(everything(storage.collection(spec)))
                        .as("documents after the %s was added", added.index())
                        .isEqualTo(before);
            }
        }
        DocumentCollection<Item> all = ItemPrograms.open(bench(), items(declared));
        ItemPrograms.ALL_KINDS.forEach(grown -> grown.assertExact("after all were added", all));
    }

    @Test
    @Rule("GROW-1")
    void index_addedToDocuments_followsFurtherWrites() {
        CollectionSpec<Item> plain = items();
        try (Storage first = bench().open(plain)) {
            ItemPrograms.fill(bench(), first.collection(plain));
        }
        DocumentCollection<Item> items = ItemPrograms.open(
                bench(), items(ItemPrograms.ALL_KINDS.stream().map(Grown::index).toList()));
        items.put("new", new Item(17, "red", "x"));
        items.update(Item.key(17), item -> ItemPrograms.various(17, 5));
        items.put(Item.key(20), Item.of(37));
        items.delete(Item.key(27));
        items.touch(Item.key(7));
        ItemPrograms.ALL_KINDS.forEach(grown -> grown.assertExact("after further writes", items));
        assertThat(items.keys(Item.ALIAS.is("x"))).as("owners of the alias x").containsExactly("new");
    }

    @Test
    @Rule("GROW-9")
    void sameIndexes_addedByManyStoragesAtOnce_areComplete() {
        CollectionSpec<Item> plain = items();
        List<StoredWithContent<Item>> before;
        try (Storage first = bench().open(plain)) {
            first.collection(plain).putAll(ItemPrograms.various(400));
            before = everything(first.collection(plain));
        }
        List<Grown> added = List.of(BY_NUMBER, BY_ALIAS, BY_DIGITS, BY_WORDS);
        CollectionSpec<Item> spec = items(added.stream().map(Grown::index).toList());
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(6, thread -> {
                Storage storage = bench().open(spec);
                for (Grown grown : added) {
                    assertThat(ItemPrograms.isReadable(storage, grown.index().name()))
                            .as("whether the %s is readable after one of six that opened at once", grown.index())
                            .isTrue();
                    grown.assertExact("by one of six that opened at once", storage.collection(spec));
                }
            });
            threads.joinWithoutError("storages that add indexes at once");
        }
        Storage storage = bench().open(spec);
        assertThat(ItemPrograms.indexes(storage))
                .as("indexes after six programs added the same four")
                .hasSize(4)
                .allSatisfy(index -> assertThat(index.state()).isEqualTo(SchemaStatus.IndexState.READABLE));
        assertThat(everything(storage.collection(spec)))
                .as("documents after six programs added the same indexes")
                .isEqualTo(before);
    }

    @Test
    @Rule("GROW-9")
    void differentIndexes_addedByManyStoragesAtOnce_areComplete() {
        CollectionSpec<Item> plain = items();
        bench().open(plain).collection(plain).putAll(ItemPrograms.various(200));
        List<Grown> added = List.of(BY_NUMBER, BY_ALIAS, BY_DIGITS, BY_WORDS);
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(added.size(), thread -> {
                Grown own = added.get(thread);
                own.assertExact("that others add others to", ItemPrograms.open(bench(), items(own.index())));
            });
            threads.joinWithoutError("storages that add indexes at once");
        }
        CollectionSpec<Item> all = items(added.stream().map(Grown::index).toList());
        DocumentCollection<Item> items = ItemPrograms.open(bench(), all);
        added.forEach(grown -> grown.assertExact("after each was added by another storage", items));
    }

    @Test
    @Rule("GROW-10")
    void status_toAProgramThatDeclaresNothing_showsEverything() {
        bench().open(
                        items(ItemPrograms.NUMBER.version(3), Item.ALIAS, ItemPrograms.DIGITS, ItemPrograms.WORDS),
                        Samples.NOTES);

        SchemaStatus status = bench().open().schema().status();

        assertThat(status.layout()).as("the layout").isPositive();
        assertThat(status.collections())
                .as("collections")
                .extracting(CollectionStatus::name)
                .containsExactly("items", "notes");
        assertThat(ItemPrograms.collection(status, "items").orElseThrow().indexes())
                .as("indexes of the collection")
                .extracting(IndexStatus::definition)
                .containsExactly(
                        new IndexDefinition("alias", IndexKind.UNIQUE, IndexType.TEXT, 1),
                        new IndexDefinition("digits", IndexKind.MULTI_VALUE, IndexType.TEXT, 1),
                        new IndexDefinition("number", IndexKind.SINGLE, IndexType.INTEGER, 3),
                        new IndexDefinition("words", IndexKind.SEARCH, IndexType.TEXT, 1));
        assertThat(ItemPrograms.collection(status, "notes").orElseThrow().indexes())
                .as("indexes of a collection without any")
                .isEmpty();
    }

    @Test
    @Rule("GROW-10")
    void status_ofAnIndex_tellsWhetherItIsCurrent() {
        CollectionSpec<Item> plain = items();
        CollectionSpec<Item> grown = items(ItemPrograms.NUMBER);
        Storage old = bench().open(plain);
        Storage storage = bench().open(grown);
        Storage watching = bench().open();
        assertThat(ItemPrograms.isReadable(watching, "number"))
                .as("whether an index without documents is readable")
                .isTrue();
        old.collection(plain).put("a", Item.of(1));
        assertThat(ItemPrograms.isReadable(watching, "number"))
                .as("whether it is readable after a write of a program without it")
                .isFalse();
        assertThat(storage.collection(grown).keys(ItemPrograms.NUMBER.is(1)))
                .as("documents found by it")
                .containsExactly("a");
        assertThat(ItemPrograms.isReadable(watching, "number"))
                .as("whether it is readable after a query by it")
                .isTrue();
    }
}
