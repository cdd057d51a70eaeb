// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DEL: deleting by condition. */
abstract class DeleteRules extends Topic {

    @Test
    @Rule("DEL-1")
    void delete_byCondition_removesExactlyWhatMeetsItWithItsContents() {
        DocumentCollection<Item> items = Item.in(bench());
        for (String key : List.of("a", "a1", "a\uD83D\uDE00", "b")) {
            items.put(key, Item.grouped(1, key.startsWith("a") ? "red" : "blue"), Content.text("of " + key));
        }

        assertThat(items.delete(Condition.keyStartsWith("a\uD83D\uDE00")))
                .as("deleted by prefix")
                .isEqualTo(1);
        assertThat(items.delete(Item.GROUP.is("red"))).as("deleted by index").isEqualTo(2);
        assertThat(items.delete(Item.GROUP.is("red"))).as("deleted again").isZero();
        assertThat(items.delete(Condition.keyRange("b", "a")))
                .as("deleted by reversed bounds")
                .isZero();

        assertThat(items.find(Condition.all()))
                .as("documents stored")
                .extracting(Stored::key)
                .containsExactly("b");
        assertThat(items.content("b")).as("content of b").contains(Content.text("of b"));
        assertThat(items.summary().contentBytes()).as("bytes of contents left").isEqualTo(4);
    }

    @Test
    @Rule("DEL-1")
    void delete_byCondition_leavesNoContentToALaterDocumentOfTheKey() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.of(1), Content.text("old"));
        items.put("b", Item.of(1), Content.text("old"));
        items.delete(Condition.keyFrom("a"));
        items.insert("a", Item.of(2));
        items.put("b", Item.of(2));
        items.update("b", item -> Item.of(3));

        assertThat(items.content("a"))
                .as("content of an earlier document of the key")
                .isEmpty();
        assertThat(items.content("b"))
                .as("content of an earlier document of the key")
                .isEmpty();
    }

    @Test
    @Rule("DEL-1")
    void delete_ofManyDocuments_returnsTheirExactNumber() {
        DocumentCollection<Item> items = Item.in(bench());
        items.putAll(Item.many(2_500));

        assertThat(items.delete(Condition.keyFrom(Item.key(1))))
                .as("number of deleted documents")
                .isEqualTo(2_499);
        assertThat(items.count()).as("number of documents").isEqualTo(1);
    }

    @Test
    @Rule("DEL-2")
    void delete_byAge_isStrictToTheMicrosecond() {
        DocumentCollection<Item> items = Item.in(bench());
        for (String key : List.of("a", "b", "c")) {
            items.put(key, Item.of(1));
            bench().clock().advance(Duration.ofNanos(1_000));
        }
        bench().clock().set(Workbench.START.plus(Duration.ofDays(7)).plusNanos(1_000));

        assertThat(items.count(Condition.updatedBefore(Duration.ofDays(7))))
                .as("older than 7 days")
                .isEqualTo(1);
        assertThat(items.delete(Condition.updatedBefore(Duration.ofDays(7))))
                .as("number of deleted documents")
                .isEqualTo(1);
        assertThat(items.find(Condition.all()))
                .as("exactly 7 days old is not older")
                .extracting(Stored::key)
                .containsExactly("b", "c");
        assertThat(items.delete(Condition.updatedBefore(Duration.ofDays(7).minusNanos(1))))
                .as("a nanosecond less")
                .isEqualTo(1);
        assertThat(items.delete(Condition.updatedBefore(Workbench.START.plusNanos(2_000))))
                .as("before its own time")
                .isZero();
        assertThat(items.delete(Condition.updatedBefore(Workbench.START.plusNanos(2_001))))
                .as("a nanosecond later")
                .isEqualTo(1);
    }

    @Test
    @Rule("DEL-2")
    void delete_byAge_countsFromTheLastWriteAndBearsAnyDuration() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("touched", Item.of(1));
        items.put("old", Item.of(1));
        bench().clock().advance(Duration.ofDays(1));
        items.touch("touched");

        assertThat(items.delete(Condition.updatedBefore(Duration.ofSeconds(Long.MAX_VALUE))))
                .as("number of deleted documents")
                .isZero();
        assertThat(items.delete(Condition.updatedBefore(Duration.ofHours(1))))
                .as("number of deleted documents")
                .isEqualTo(1);
        assertThat(items.contains("touched")).as("whether touched exists").isTrue();
    }

    @Test
    @Rule("DEL-3")
    void delete_byAnAgeThatIsNotPositive_isRefused() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.of(1));
        bench().clock().advance(Duration.ofDays(1));
        for (Duration age : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(-9))) {
            assertThatThrownBy(() -> items.delete(Condition.updatedBefore(age)), "age %s", age)
                    .isInstanceOf(InvalidValueException.class);
        }
        assertThat(items.count()).as("number of documents").isEqualTo(1);
    }

    @Test
    @Rule("DEL-4")
    void clear_emptiesItsCollectionAndNoOther() {
        Storage storage = bench().open(Item.SPEC, Item.NEIGHBOUR);
        DocumentCollection<Item> items = storage.collection(Item.SPEC);
        DocumentCollection<Item> neighbours = storage.collection(Item.NEIGHBOUR);
        items.putAll(Item.many(1_200));
        items.put("a", new Item(1, "red", "taken"), Content.text("gone"));
        neighbours.put("a", Item.grouped(2, "red"), Content.text("kept"));

        assertThat(items.clear()).as("number of deleted documents").isEqualTo(1_201);
        assertThat(items.clear()).as("clearing again").isZero();

        assertThat(items.count()).as("number of documents").isZero();
        assertThat(items.content("a")).as("content of a").isEmpty();
        assertThat(items.summary().contentBytes()).as("bytes of contents").isZero();
        assertThat(neighbours.get("a").orElseThrow().value()).as("document a").isEqualTo(Item.grouped(2, "red"));
        assertThat(neighbours.content("a")).as("content of a").contains(Content.text("kept"));
        assertThat(neighbours.count(Item.GROUP.is("red")))
                .as("documents in the group red")
                .isEqualTo(1);
    }
}
