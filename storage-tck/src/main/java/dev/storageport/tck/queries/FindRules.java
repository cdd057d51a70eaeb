// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.InvalidValueException;
import dev.storageport.Query;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** FIND: queries by key, order and limit. */
abstract class FindRules extends Topic {

    @Test
    @Rule("FIND-1")
    void keyStartsWith_returnsExactlyTheKeysWithThePrefix() {
        DocumentCollection<Item> items = Item.in(bench());
        List<String> prefixed = List.of(
                "p",
                "p\u0001",
                "p%",
                "p'",
                "p\\",
                "p_",
                "pa",
                "pp",
                "p\u00e9",
                "p\uD7FF",
                "p\uE000",
                "p\uFFFF",
                "p\uFFFFx",
                "p\uD83D\uDE00",
                "p\uDBFF\uDFFF",
                "p\uDBFF\uDFFFz");
        prefixed.forEach(key -> items.put(key, Item.of(1)));
        List.of("P", "o\uDBFF\uDFFF", "q", "q%", " p", "\uD83D\uDE00").forEach(key -> items.put(key, Item.of(2)));

        assertThat(keys(items, Condition.keyStartsWith("p")))
                .as("keys that begin with p")
                .isEqualTo(prefixed);
        assertThat(items.count(Condition.keyStartsWith("p")))
                .as("documents by prefix")
                .isEqualTo(prefixed.size());
        assertThat(keys(items, Condition.keyStartsWith("p%")))
                .as("percent means itself")
                .containsExactly("p%");
        assertThat(keys(items, Condition.keyStartsWith("p_")))
                .as("underscore means itself")
                .containsExactly("p_");
        assertThat(keys(items, Condition.keyStartsWith("p\\")))
                .as("backslash means itself")
                .containsExactly("p\\");
        assertThat(keys(items, Condition.keyStartsWith("p'")))
                .as("quote means itself")
                .containsExactly("p'");
        assertThat(keys(items, Condition.keyStartsWith("p\uFFFF")))
                .as("documents by prefix")
                .containsExactly("p\uFFFF", "p\uFFFFx");
        assertThat(keys(items, Condition.keyStartsWith("p\uD7FF")))
                .as("the last before surrogates")
                .containsExactly("p\uD7FF");
        assertThat(keys(items, Condition.keyStartsWith("p\uDBFF\uDFFF")))
                .as("documents by prefix")
                .containsExactly("p\uDBFF\uDFFF", "p\uDBFF\uDFFFz");
        assertThat(keys(items, Condition.keyStartsWith("\uD83D\uDE00")))
                .as("documents by prefix")
                .containsExactly("\uD83D\uDE00");
        assertThat(keys(items, Condition.keyStartsWith("")))
                .as("an empty prefix means all")
                .hasSize(prefixed.size() + 6);
        assertThat(keys(items, Condition.keyStartsWith("absent")))
                .as("documents by prefix")
                .isEmpty();
    }

    @Test
    @Rule("FIND-2")
    void keyRange_includesItsFirstAndExcludesItsLast() {
        DocumentCollection<Item> items = Item.in(bench());
        List<String> all = List.of("A", "a", "aa", "b", "c", "\uFFFD", "\uD83D\uDE00");
        all.forEach(key -> items.put(key, Item.of(1)));

        assertThat(keys(items, Condition.keyRange("a", "c")))
                .as("documents by range of keys")
                .containsExactly("a", "aa", "b");
        assertThat(keys(items, Condition.keyRange("a", "a"))).as("equal bounds").isEmpty();
        assertThat(keys(items, Condition.keyRange("c", "a")))
                .as("reversed bounds")
                .isEmpty();
        assertThat(items.count(Condition.keyRange("c", "a")))
                .as("documents by range of keys")
                .isZero();
        assertThat(keys(items, Condition.keyRange("a", "a\u0001")))
                .as("documents by range of keys")
                .containsExactly("a");
        assertThat(keys(items, Condition.keyRange("\uFFFD", "\uD83D\uDE00")))
                .as("across the surrogates")
                .containsExactly("\uFFFD");
        assertThat(keys(items, Condition.keyFrom("b")))
                .as("documents by range of keys")
                .containsExactly("b", "c", "\uFFFD", "\uD83D\uDE00");
        assertThat(keys(items, Condition.keyBefore("b")))
                .as("documents by range of keys")
                .containsExactly("A", "a", "aa");
        assertThat(keys(items, Condition.keyRange("", "B")))
                .as("documents by range of keys")
                .containsExactly("A");
    }

    @Test
    @Rule({"FIND-3", "FIND-4"})
    void orders_afterAnyWrites_hold() {
        DocumentCollection<Item> items = Item.in(bench());
        for (String key : List.of("c", "a", "e", "b", "d")) {
            items.put(key, Item.grouped(1, "all"));
            bench().clock().advance(Duration.ofSeconds(1));
        }
        items.touch("a");
        bench().clock().advance(Duration.ofSeconds(1));
        items.update("c", item -> Item.grouped(2, "all"));

        assertOrder(items, Condition.all().byKey(), "a", "b", "c", "d", "e");
        assertOrder(items, Condition.all().byKeyDescending(), "e", "d", "c", "b", "a");
        assertOrder(items, Condition.all().firstCreatedFirst(), "c", "a", "e", "b", "d");
        assertOrder(items, Condition.all().lastCreatedFirst(), "d", "b", "e", "a", "c");
        assertOrder(items, Condition.all().oldestFirst(), "e", "b", "d", "a", "c");
        assertOrder(items, Condition.all().newestFirst(), "c", "a", "d", "b", "e");
        assertThat(keys(items, Item.GROUP.is("all").newestFirst()))
                .as("documents in the group all")
                .containsExactly("c", "a", "d", "b", "e");
        assertThat(keys(items, Condition.keyRange("b", "e").oldestFirst()))
                .as("documents by range of keys")
                .containsExactly("b", "d", "c");
        assertThat(keys(items, Condition.keyFrom("c").byKeyDescending()))
                .as("documents by range of keys")
                .containsExactly("e", "d", "c");
    }

    private static void assertOrder(DocumentCollection<Item> items, Query<Object> query, String... expected) {
        assertThat(keys(items, query)).as("the whole order").containsExactly(expected);
        for (int limit = 1; limit <= expected.length + 1; limit++) {
            List<String> first = List.of(expected).subList(0, Math.min(limit, expected.length));
            assertThat(keys(items, query.limit(limit)))
                    .as("its first %d", limit)
                    .isEqualTo(first);
        }
        assertThat(items.findFirst(query).orElseThrow().key())
                .as("first document")
                .isEqualTo(expected[0]);
    }

    @Test
    @Rule("FIND-4")
    void limit_thatIsNotPositive_isRefused() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.of(1));
        for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> items.find(Condition.all().limit(limit)), "limit %d", limit)
                    .isInstanceOf(InvalidValueException.class);
        }
        assertThat(items.find(Condition.all().limit(Integer.MAX_VALUE)))
                .as("documents stored")
                .hasSize(1);
        assertThat(items.findFirst(Item.GROUP.is("absent")))
                .as("documents in the group absent")
                .isEmpty();
    }

    @Test
    @Rule("FIND-5")
    void count_ofAllAndByCondition_isExact() {
        DocumentCollection<Item> items = Item.in(bench());
        assertThat(items.count()).as("an empty collection").isZero();
        items.putAll(Item.many(1_500));
        items.put("a", Item.grouped(1, "red"));
        items.put("b", Item.grouped(2, "red"));
        items.delete(Item.key(0));

        assertThat(items.count()).as("number of documents").isEqualTo(1_501);
        assertThat(items.count(Item.GROUP.is("red")))
                .as("documents in the group red")
                .isEqualTo(2);
        assertThat(items.count(Item.GROUP.is("blue")))
                .as("documents in the group blue")
                .isZero();
        assertThat(items.count(Condition.keyStartsWith("item-")))
                .as("documents by prefix")
                .isEqualTo(1_499);
        assertThat(items.count(Condition.keyRange(Item.key(10), Item.key(20))))
                .as("documents by range of keys")
                .isEqualTo(10);
        assertThat(items.count(Condition.updatedBefore(bench().clock().instant())))
                .isZero();
        assertThat(items.find(Condition.all())).as("documents stored").hasSize(1_501);
        try (var stream = items.stream()) {
            assertThat(stream.count()).as("number of documents").isEqualTo(1_501);
        }
    }

    @Test
    @Rule("FIND-6")
    void query_byAnIndexThatIsNotDeclared_isRefused() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.grouped(1, "red"));
        Index<Item, String> unknown = Index.of("unknown", String.class, Item::group);
        Index<Item, Integer> otherType = Index.of("grouping", Integer.class, Item::number);

        for (Condition<Item> condition : List.of(unknown.is("red"), otherType.is(1))) {
            assertThatThrownBy(() -> items.find(condition))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("items");
            assertThatThrownBy(() -> items.count(condition)).isInstanceOf(UsageException.class);
            assertThatThrownBy(() -> items.delete(condition)).isInstanceOf(UsageException.class);
            assertThatThrownBy(() -> items.stream(condition)).isInstanceOf(UsageException.class);
        }
        assertThat(items.count()).as("number of documents").isEqualTo(1);
    }

    private static List<String> keys(DocumentCollection<Item> items, Query<? super Item> query) {
        List<String> keys = new ArrayList<>();
        for (Stored<Item> stored : items.find(query)) {
            keys.add(stored.key());
        }
        return keys;
    }
}
