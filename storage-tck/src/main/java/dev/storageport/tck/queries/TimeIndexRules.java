// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.Page;
import dev.storageport.Query;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** INDEX and FIND: declared indexes on times, and what is the same without them. */
abstract class TimeIndexRules extends Topic {

    private static final CollectionSpec<Item> NEITHER = spec("neither").build();
    private static final List<CollectionSpec<Item>> DECLARED = List.of(
            spec("updated").indexUpdatedAt().build(),
            spec("created").indexCreatedAt().build(),
            spec("both").indexUpdatedAt().indexCreatedAt().build());

    private static CollectionSpec.Builder<Item> spec(String name) {
        return CollectionSpec.of(name, Item.class).index(Item.GROUP);
    }

    @Test
    @Rule("INDEX-13")
    void questionsByTime_haveTheSameAnswersWithAndWithoutItsIndex() {
        Storage storage = bench().open(NEITHER, DECLARED.get(0), DECLARED.get(1), DECLARED.get(2));
        fill(storage);
        DocumentCollection<Item> plain = storage.collection(NEITHER);
        for (CollectionSpec<Item> spec : DECLARED) {
            DocumentCollection<Item> declared = storage.collection(spec);
            questions().forEach((text, query) -> {
                List<String> expected = plain.keys(query);
                assertThat(expected)
                        .as("keys found by %s, without an index", text)
                        .isNotEmpty();
                assertThat(declared.keys(query))
                        .as("keys found by %s, with the index on %s", text, spec.name())
                        .isEqualTo(expected);
                assertThat(pages(declared, query))
                        .as("keys on the pages of %s, with the index on %s", text, spec.name())
                        .isEqualTo(pages(plain, query));
            });
            assertThat(declared.summary())
                    .as("the summary, with the index on %s", spec.name())
                    .isEqualTo(plain.summary());
        }
    }

    @Test
    @Rule("INDEX-13")
    void deletesByTime_deleteTheSameWithAndWithoutItsIndex() {
        Storage storage = bench().open(NEITHER, DECLARED.get(0), DECLARED.get(1), DECLARED.get(2));
        fill(storage);
        DocumentCollection<Item> plain = storage.collection(NEITHER);
        List<Query<? super Item>> deleted = List.of(
                Condition.createdBefore(minutes(3)).oldestFirst().limit(2),
                Condition.updatedSince(minutes(17)),
                Condition.updatedBefore(minutes(6)).and(Item.GROUP.is("blue")),
                Condition.updatedBefore(minutes(8)).or(Condition.keyIs("c")),
                Condition.createdBefore(minutes(9)).and(Condition.updatedBefore(minutes(14))),
                Condition.updatedBefore(minutes(16))
                        .and(Condition.keyStartsWith("k").not()));
        List<Long> counts = deleted.stream().map(plain::delete).toList();
        assertThat(counts).as("documents deleted without an index").allMatch(count -> count > 0);
        for (CollectionSpec<Item> spec : DECLARED) {
            DocumentCollection<Item> declared = storage.collection(spec);
            assertThat(deleted.stream().map(declared::delete))
                    .as("documents deleted with the index on %s", spec.name())
                    .isEqualTo(counts);
            assertThat(declared.keys(Condition.all()))
                    .as("documents left with the index on %s", spec.name())
                    .isEqualTo(plain.keys(Condition.all()));
        }
    }

    /** Inserts, replaces and touches documents, each in its own minute, in every collection at once. */
    private void fill(Storage storage) {
        List<DocumentCollection<Item>> all = new ArrayList<>(List.of(storage.collection(NEITHER)));
        DECLARED.forEach(spec -> all.add(storage.collection(spec)));
        String keys = "hfaknclogjimedb";
        for (int i = 0; i < keys.length(); i++) {
            String key = keys.substring(i, i + 1);
            Item item = Item.grouped(i, i % 2 == 0 ? "red" : "blue");
            all.forEach(collection -> collection.put(key, item));
            bench().clock().advance(Duration.ofMinutes(1));
        }
        for (String key : List.of("f", "n", "a", "d")) {
            all.forEach(collection -> collection.touch(key));
            bench().clock().advance(Duration.ofMinutes(1));
        }
    }

    private static Instant minutes(int after) {
        return Workbench.START.plus(Duration.ofMinutes(after));
    }

    private static Map<String, Query<? super Item>> questions() {
        Map<String, Query<? super Item>> questions = new LinkedHashMap<>();
        questions.put("newest first", Condition.all().newestFirst());
        questions.put("oldest first", Condition.all().oldestFirst());
        questions.put("the three newest", Condition.all().newestFirst().limit(3));
        questions.put("last created first", Condition.all().lastCreatedFirst());
        questions.put(
                "the four created first", Condition.all().firstCreatedFirst().limit(4));
        questions.put("updated before", Condition.updatedBefore(minutes(9)));
        questions.put("updated since", Condition.updatedSince(minutes(9)));
        questions.put("created before", Condition.createdBefore(minutes(4)));
        questions.put(
                "created since, in another order",
                Condition.createdSince(minutes(4)).newestFirst());
        questions.put("red and updated since", Item.GROUP.is("red").and(Condition.updatedSince(minutes(5))));
        questions.put(
                "not updated before", Condition.updatedBefore(minutes(3)).not().byKeyDescending());
        return questions;
    }

    private static List<String> pages(DocumentCollection<Item> items, Query<? super Item> query) {
        List<String> keys = new ArrayList<>();
        Query<? super Item> limited = query.limit(2);
        Optional<String> token = Optional.empty();
        do {
            Page<Item> page = token.isPresent() ? items.page(limited, token.get()) : items.page(limited);
            page.documents().stream().map(Stored::key).forEach(keys::add);
            token = page.next();
        } while (token.isPresent());
        return keys;
    }

    @Test
    @Rule("FIND-12")
    void explain_namesTheTimeThatHasNoIndex() {
        Storage storage = bench().open(NEITHER, DECLARED.get(0));
        DocumentCollection<Item> plain = storage.collection(NEITHER);
        DocumentCollection<Item> declared = storage.collection(DECLARED.get(0));
        Query<Object> newest = Condition.all().newestFirst();
        Query<Object> both = Condition.updatedBefore(minutes(1)).lastCreatedFirst();

        assertThat(plain.explain(newest)).as("of an order").contains("no index on updated_at");
        assertThat(declared.explain(newest)).as("of an order with its index").doesNotContain("no index");
        assertThat(plain.explain(both))
                .as("of a condition and an order")
                .contains("no index on updated_at")
                .contains("no index on created_at");
        assertThat(declared.explain(both))
                .as("of a condition with its index, and an order without")
                .contains("no index on created_at")
                .doesNotContain("no index on updated_at");
        assertThat(plain.explain(Condition.keyIs("k"))).as("of a key").doesNotContain("no index");
    }
}
