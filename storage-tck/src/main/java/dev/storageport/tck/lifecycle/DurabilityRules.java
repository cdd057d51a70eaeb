// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StoredWithContent;
import dev.storageport.Summary;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DUR: what is kept. */
abstract class DurabilityRules extends Topic {

    @Test
    @Rule({"DUR-2", "LIFE-1"})
    void documents_afterClosingAndOpeningAgain_areAsBefore() {
        List<StoredWithContent<Item>> before;
        Summary summary;
        try (Storage storage = bench().open(Item.SPEC)) {
            DocumentCollection<Item> items = storage.collection(Item.SPEC);
            fill(items);
            before = everything(items);
            summary = items.summary();
        }
        DocumentCollection<Item> again = Item.in(bench());

        assertThat(everything(again))
                .as("documents and contents after opening again")
                .isEqualTo(before)
                .hasSize(303);
        assertThat(again.summary()).as("figures").isEqualTo(summary);
        assertThat(again.find(Item.ALIAS.is("x"))).as("owners of the alias x").hasSize(1);
        assertThat(again.count(Item.GROUP.is("red")))
                .as("documents in the group red")
                .isEqualTo(1);
    }

    private void fill(DocumentCollection<Item> items) {
        items.putAll(Item.many(300));
        bench().clock().advance(Duration.ofNanos(1_001));
        items.put("a", new Item(1, "red", "x"), Content.text("x".repeat(100_000)));
        items.put("b", Item.of(2), Content.bytes(new byte[0]));
        items.put("\uD83D\uDE00 '%", Item.of(3));
        bench().clock().advance(Duration.ofDays(1));
        items.touch("a");
        items.delete(Item.key(0));
        items.insert(Item.key(0), Item.of(-1));
        items.update("b", item -> Item.of(4));
    }

    private static List<StoredWithContent<Item>> everything(DocumentCollection<Item> items) {
        List<StoredWithContent<Item>> everything = new ArrayList<>();
        items.find(Condition.all())
                .forEach(stored ->
                        everything.add(items.getWithContent(stored.key()).orElseThrow()));
        return everything;
    }
}
