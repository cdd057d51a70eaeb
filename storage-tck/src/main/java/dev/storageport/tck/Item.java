// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.CollectionSpec;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A small document with a number, a group that many may share, and an alias that has at most one owner.
 *
 * @param number what tests tell versions of a document apart by
 * @param group indexed; {@code null}: in no group
 * @param alias uniquely indexed; {@code null}: without alias
 */
record Item(int number, @Nullable String group, @Nullable String alias) {

    static final Index<Item, String> GROUP = Index.of("grouping", String.class, Item::group);
    static final Index<Item, String> ALIAS = Index.unique("alias", String.class, Item::alias);
    static final CollectionSpec<Item> SPEC =
            CollectionSpec.of("items", Item.class).index(GROUP).index(ALIAS).build();

    static Item of(int number) {
        return new Item(number, null, null);
    }

    static Item grouped(int number, String group) {
        return new Item(number, group, null);
    }

    static Item aliased(int number, String alias) {
        return new Item(number, null, alias);
    }

    /** Opens a storage with this one collection and returns the collection. */
    static DocumentCollection<Item> in(Workbench bench) {
        return bench.open(SPEC).collection(SPEC);
    }

    /** Returns documents numbered from zero, with keys of equal length in the same order. */
    static List<Document<Item>> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Document.of(key(i), of(i)))
                .toList();
    }

    static String key(int number) {
        return "item-" + (1_000_000 + number);
    }
}
