// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Summary;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SUM: figures over a collection. */
abstract class SummaryRules extends Topic {

    @Test
    @Rule("SUM-1")
    void summary_ofAnEmptyCollection_hasZeroesAndNoAges() {
        DocumentCollection<Item> items = Item.in(bench());
        assertEmpty(items.summary());
        items.put("a", Item.of(1), Content.text("gone"));
        items.delete("a");
        assertEmpty(items.summary());
    }

    private static void assertEmpty(Summary summary) {
        assertThat(summary.documents()).as("documents").isZero();
        assertThat(summary.bodyBytes()).as("bytes of bodies").isZero();
        assertThat(summary.contentBytes()).as("bytes of contents").isZero();
        assertThat(summary.contentStoredBytes())
                .as("bytes of contents as stored")
                .isZero();
        assertThat(summary.oldest()).as("oldest change").isEmpty();
        assertThat(summary.newest()).as("newest change").isEmpty();
        assertThat(summary.ageP50()).as("median age").isEmpty();
        assertThat(summary.ageP90()).as("p90 of age").isEmpty();
        assertThat(summary.ageP99()).as("p99 of age").isEmpty();
    }

    @Test
    @Rule("SUM-2")
    void summary_ofSomeDocuments_coversAllOfThem() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", new Item(1, "\u00e9\uD83D\uDE00", null), Content.text("\u00e9"));
        bench().clock().advance(Duration.ofMinutes(1));
        items.put("b", Item.of(22), Content.bytes(new byte[1000]));
        bench().clock().advance(Duration.ofMinutes(1));
        items.put("c", Item.of(333));
        items.touch("b");
        bench().clock().advance(Duration.ofMinutes(1));
        Summary summary = items.summary();

        assertThat(summary.documents()).as("documents").isEqualTo(3);
        assertThat(summary.bodyBytes())
                .as("UTF-8 bytes of canonical JSON")
                .isEqualTo(bytes("{'alias':null,'group':'\u00e9\uD83D\uDE00','number':1}")
                        + bytes("{'alias':null,'group':null,'number':22}")
                        + bytes("{'alias':null,'group':null,'number':333}"));
        assertThat(summary.contentBytes())
                .as("bytes of contents before compression")
                .isEqualTo(1002);
        assertThat(summary.contentStoredBytes())
                .as("bytes of contents as stored")
                .isBetween(1L, 1002L);
        assertThat(summary.oldest()).as("oldest change").contains(Workbench.START);
        assertThat(summary.newest()).as("newest change").contains(Workbench.START.plus(Duration.ofMinutes(2)));
        assertThat(summary.ageP50()).as("median age").contains(Duration.ofMinutes(1));
        assertThat(summary.ageP99()).as("p99 of age").contains(Duration.ofMinutes(3));
    }

    private static int bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    @Rule("SUM-2")
    void summary_afterReplacingAndUpdating_countsWhatIsStoredNow() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.of(1_000_000), Content.text("x".repeat(500)));
        items.put("b", Item.of(1_000_000), Content.text("x".repeat(500)));
        items.update("a", item -> Item.of(1));
        items.put("b", Item.of(1), Content.text("xx"));

        assertThat(items.summary().bodyBytes())
                .as("bytes of bodies")
                .isEqualTo(2L * bytes("{'alias':null,'group':null,'number':1}"));
        assertThat(items.summary().contentBytes()).as("bytes of contents").isEqualTo(502);
    }

    @Test
    @Rule("SUM-3")
    void percentiles_ofFewDocuments_areNearestRank() {
        DocumentCollection<Item> items = Item.in(bench());
        for (int number = 1; number <= 200; number++) {
            items.put(Item.key(number), Item.of(number));
            bench().clock().advance(Duration.ofSeconds(1));
            if (number == 1 || number == 2 || number == 10 || number == 99 || number == 101 || number == 200) {
                assertAges(items.summary(), number);
            }
        }
    }

    /** Documents were written one second apart, the last one second ago, so the age in seconds is the rank. */
    private static void assertAges(Summary summary, int documents) {
        assertThat(summary.ageP50())
                .as("p50 of %d", documents)
                .contains(Duration.ofSeconds((50L * documents + 99) / 100));
        assertThat(summary.ageP90())
                .as("p90 of %d", documents)
                .contains(Duration.ofSeconds((90L * documents + 99) / 100));
        assertThat(summary.ageP99())
                .as("p99 of %d", documents)
                .contains(Duration.ofSeconds((99L * documents + 99) / 100));
    }

    @Test
    @Rule("SUM-3")
    void percentiles_ofManyDocuments_coverAllOfThem() {
        DocumentCollection<Item> items = Item.in(bench());
        for (int hour = 0; hour < 40; hour++) {
            List<Document<Item>> batch = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                batch.add(Document.of(Item.key(hour * 100 + i), Item.of(i)));
            }
            items.putAll(batch);
            bench().clock().advance(Duration.ofHours(1));
        }
        Summary summary = items.summary();

        assertThat(summary.documents()).as("documents").isEqualTo(4_000);
        assertThat(summary.ageP50())
                .as("p50 over 4000 documents, 100 each hour")
                .contains(Duration.ofHours(20));
        assertThat(summary.ageP90()).as("p90 of age").contains(Duration.ofHours(36));
        assertThat(summary.ageP99()).as("p99 of age").contains(Duration.ofHours(40));
        assertThat(summary.oldest()).as("oldest change").contains(Workbench.START);
        assertThat(summary.newest()).as("newest change").contains(Workbench.START.plus(Duration.ofHours(39)));
    }

    @Test
    @Rule("SUM-3")
    void ages_ofDocumentsFromTheFuture_areZero() {
        DocumentCollection<Item> items = Item.in(bench());
        items.put("a", Item.of(1));
        bench().clock().advance(Duration.ofDays(-1));

        assertThat(items.summary().ageP50()).as("median age").contains(Duration.ZERO);
    }
}
