// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.PageTokenKey;
import dev.storageport.ReadPreference;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageOptions;
import dev.storageport.Stored;
import dev.storageport.UsageException;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.StandbyScript;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * READ: reads that prefer a standby. Where there is none, or the harness cannot have it fall behind, they show that the answers are those of the
 * only database there is.
 */
abstract class StandbyReadRules extends Topic {

    /** Without a wait, which would only end when somebody resumes the standby. */
    private StorageOptions standbyFirst() {
        return bench().options().toBuilder()
                .readPreference(ReadPreference.STANDBY)
                .standbyWait(Duration.ZERO)
                .build();
    }

    private Storage opened() {
        return bench().open(standbyFirst(), Item.SPEC);
    }

    private static DocumentCollection<Item> items(Storage storage) {
        return storage.collection(Item.SPEC);
    }

    private void onStandby(Consumer<StandbyScript> step) {
        bench().harness().standby().ifPresent(step);
    }

    /** Has a standby follow from now on, if there can be one. */
    private void startStandby() {
        onStandby(StandbyScript::resume);
    }

    /** Every method that only reads, and what it answers of documents a, b and c. */
    private static Map<String, Function<DocumentCollection<Item>, Object>> reads() {
        Map<String, Function<DocumentCollection<Item>, Object>> reads = new LinkedHashMap<>();
        reads.put("get", items -> items.get("b"));
        reads.put("getWithContent", items -> items.getWithContent("b").map(found -> found.document()));
        reads.put("content", items -> items.content("b").map(Content::text));
        reads.put("contains", items -> items.contains("b"));
        reads.put("getAll", items -> items.getAll(List.of("a", "b", "absent")));
        reads.put("find", items -> items.find(Item.GROUP.is("g").by(Item.GROUP)));
        reads.put("findFirst", items -> items.findFirst(Condition.all().byKeyDescending()));
        reads.put("stream", items -> {
            try (Stream<Stored<Item>> stream = items.stream(Condition.all())) {
                return stream.toList();
            }
        });
        reads.put("page", items -> items.page(Condition.all().limit(2)));
        reads.put("keys", items -> items.keys(Condition.all()));
        reads.put("exists", items -> items.exists(Item.ALIAS.is("bee")));
        reads.put("count", DocumentCollection::count);
        reads.put("countBy", items -> items.countBy(Item.GROUP));
        reads.put("distinct", items -> items.distinct(Item.GROUP));
        reads.put("summary", DocumentCollection::summary);
        return reads;
    }

    private static void writeAll(DocumentCollection<Item> items) {
        items.put("a", Item.grouped(1, "g"));
        items.put("b", new Item(2, "g", "bee"), Content.text("content"));
        items.put("c", Item.of(3));
    }

    @Test
    @Rule("READ-1")
    void readsOfAStandbyFirstStorage_behindItsOwnWrites_showThem() {
        startStandby();
        Storage storage = opened();
        DocumentCollection<Item> items = items(storage);
        assertThat(items.count()).as("documents before the first write").isZero();
        onStandby(StandbyScript::pause);
        writeAll(items);
        DocumentCollection<Item> primary = items.reading(ReadPreference.PRIMARY);
        reads().forEach((method, read) -> assertThat(read.apply(items))
                .as("%s after the writes of this storage", method)
                .isEqualTo(read.apply(primary)));
        items.delete("b");
        assertThat(items.get("b")).as("document b after it was deleted").isEmpty();
        storage.transactWithoutResult(
                transaction -> transaction.collection(Item.SPEC).put("d", Item.of(4)));
        assertThat(items.keys(Condition.all()))
                .as("keys after the transaction of this storage")
                .containsExactly("a", "c", "d");
    }

    @Test
    @Rule("READ-1")
    void writesOfManyThreads_readAtOnceByEach_areShown() {
        startStandby();
        Storage storage = opened();
        DocumentCollection<Item> items = items(storage);
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(4, thread -> {
                for (int number = 1; number <= 25; number++) {
                    String key = "k" + thread;
                    if (thread == 0 && number % 5 == 0) {
                        onStandby(number % 2 == 0 ? StandbyScript::resume : StandbyScript::pause);
                    }
                    items.put(key, Item.of(number));
                    assertThat(items.get(key).map(stored -> stored.value().number()))
                            .as("what a thread reads that has just written %s", number)
                            .contains(number);
                }
            });
            threads.join();
        }
    }

    @Test
    @Rule("READ-2")
    void state_readOnThePrimary_isNeverFollowedByAnEarlierOne() {
        startStandby();
        DocumentCollection<Item> others = items(opened());
        DocumentCollection<Item> items = items(opened());
        others.put("a", Item.of(1));
        assertThat(items.count()).as("documents").isBetween(0L, 1L);
        onStandby(StandbyScript::pause);
        for (int number = 2; number <= 4; number++) {
            others.put("a", Item.of(number));
            assertThat(items.reading(ReadPreference.PRIMARY)
                            .get("a")
                            .orElseThrow()
                            .value())
                    .as("document a on the primary")
                    .isEqualTo(Item.of(number));
            assertThat(items.get("a").orElseThrow().value())
                    .as("document a on a standby, after the primary has shown it")
                    .isEqualTo(Item.of(number));
        }
    }

    @Test
    @Rule("READ-2")
    void readsInTurn_beforeTheyAreToldOfAnything_neverGoBack() {
        startStandby();
        DocumentCollection<Item> others = items(opened());
        others.put("a", Item.of(0));
        DocumentCollection<Item> items = items(opened());
        int shown = 0;
        for (int number = 1; number <= 20; number++) {
            others.put("a", Item.of(number));
            for (int again = 0; again < 3; again++) {
                int found =
                        items.get("a").map(stored -> stored.value().number()).orElse(0);
                assertThat(found).as("what is shown after %s was", shown).isGreaterThanOrEqualTo(shown);
                shown = found;
            }
        }
    }

    @Test
    @Rule("READ-3")
    void standby_behindAndGone_leavesTheReadsToThePrimary() {
        startStandby();
        Storage storage = opened();
        DocumentCollection<Item> items = items(storage);
        items.put("a", Item.of(1));
        assertThat(items.get("a").orElseThrow().value()).as("document a").isEqualTo(Item.of(1));
        onStandby(StandbyScript::pause);
        items.put("a", Item.of(2));
        assertThat(items.get("a").orElseThrow().value())
                .as("document a while the standby is behind")
                .isEqualTo(Item.of(2));
        onStandby(StandbyScript::end);
        for (int number = 3; number <= 5; number++) {
            items.put("a", Item.of(number));
            assertThat(items.get("a").orElseThrow().value())
                    .as("document a after the standby was ended")
                    .isEqualTo(Item.of(number));
            assertThat(items.count()).as("documents then").isEqualTo(1);
        }
    }

    @Test
    @Rule("READ-4")
    void readingMethods_onAStandbyThatHasEverything_answerAsThePrimaryDoes() {
        startStandby();
        DocumentCollection<Item> items = items(opened());
        writeAll(items);
        DocumentCollection<Item> primary = items.reading(ReadPreference.PRIMARY);
        reads().forEach((method, read) ->
                assertThat(read.apply(items)).as("%s on a standby", method).isEqualTo(read.apply(primary)));
        assertThat(items.explain(Condition.all())).as("explain on a standby").isNotEmpty();
    }

    @Test
    @Rule("READ-4")
    void writes_ofACollectionThatPrefersAStandby_areThePrimarys() {
        startStandby();
        DocumentCollection<Item> items = items(opened());
        items.put("a", Item.of(0));
        items.count();
        onStandby(StandbyScript::pause);
        for (int i = 0; i < 5; i++) {
            items.update("a", item -> Item.of(item.number() + 1));
        }
        assertThat(items.upsert("a", item -> Item.of(item.orElseThrow().number() + 1))
                        .value())
                .as("document a after five updates and an upsert")
                .isEqualTo(Item.of(6));
        long revision = items.touch("a") ? items.get("a").orElseThrow().revision() : -1;
        assertThat(items.replaceIf("a", revision, Item.of(7)))
                .as("a replacement of the revision that was read")
                .isPresent();
        assertThat(items.delete(Condition.all())).as("documents deleted").isEqualTo(1);
    }

    @Test
    @Rule("READ-4")
    void transactions_whateverIsPreferred_readThePrimaryAndThemselves() {
        startStandby();
        Storage storage = opened();
        DocumentCollection<Item> others = items(bench().open(Item.SPEC));
        others.put("a", Item.of(1));
        items(storage).count();
        onStandby(StandbyScript::pause);
        others.put("a", Item.of(2));
        storage.transactWithoutResult(transaction -> {
            DocumentCollection<Item> inside = transaction.collection(Item.SPEC).reading(ReadPreference.STANDBY);
            assertThat(inside.get("a").orElseThrow().value())
                    .as("document a in a transaction")
                    .isEqualTo(Item.of(2));
            inside.put("b", Item.of(3));
            assertThat(inside.count())
                    .as("documents with the transaction's own")
                    .isEqualTo(2);
        });
    }

    @Test
    @Rule("READ-5")
    void position_ofAnotherStorage_hasItsWritesAndReadsShown() {
        startStandby();
        Storage writer = opened();
        Storage reader = opened();
        Storage last = opened();
        items(writer).put("a", Item.of(1));
        assertThat(items(reader).count()).as("documents").isBetween(0L, 1L);
        assertThat(items(last).count()).as("documents").isBetween(0L, 1L);
        onStandby(StandbyScript::pause);
        items(writer).put("a", Item.of(2));
        reader.advanceTo(writer.position());
        assertThat(items(reader).get("a").orElseThrow().value())
                .as("document a in the storage that was told of the writer's position")
                .isEqualTo(Item.of(2));
        last.advanceTo(reader.position());
        last.advanceTo(reader.position());
        assertThat(items(last).get("a").orElseThrow().value())
                .as("document a in the storage that was told of the reader's position")
                .isEqualTo(Item.of(2));
    }

    @Test
    @Rule("READ-6")
    void position_altered_isRefusedWithoutBeingQuoted() {
        Storage storage = opened();
        String token = storage.position();
        storage.advanceTo(token);
        int at = token.length() / 2;
        String altered = token.substring(0, at) + (token.charAt(at) == 'A' ? "B" : "A") + token.substring(at + 1);
        for (String wrong : List.of(altered, "", "not a token", token + "A", token.substring(1))) {
            assertRefused(storage, wrong);
        }
        StorageOptions otherKey = standbyFirst().toBuilder()
                .pageTokenKey(PageTokenKey.of("another key of sixteen".getBytes(StandardCharsets.UTF_8)))
                .build();
        assertRefused(bench().open(otherKey, Item.SPEC), token);
        items(storage).put("a", Item.of(1));
        items(storage).put("b", Item.of(1));
        assertRefused(
                storage, items(storage).page(Condition.all().limit(1)).next().orElseThrow());
        assertThat(items(storage).count()).as("documents after the refusals").isEqualTo(2);
    }

    @Test
    @Rule("READ-6")
    void position_ofAnotherDatabase_isRefusedUnlessItSaysNothing() {
        Storage storage = opened();
        try (Workbench another = bench().fresh()) {
            Storage other = another.open(Item.SPEC);
            items(other).put("a", Item.of(1));
            String token = other.position();
            if (bench().harness().standby().isPresent()) {
                assertRefused(storage, token);
            } else { // without a log, or in a part of one database, whose log then is that of the other part too
                Throwable refused = catchThrowable(() -> storage.advanceTo(token));
                if (refused != null) {
                    assertRefusal(refused, token);
                }
            }
        }
    }

    private static void assertRefused(Storage storage, String token) {
        assertRefusal(catchThrowable(() -> storage.advanceTo(token)), token);
    }

    private static void assertRefusal(Throwable refused, String token) {
        assertThat(refused)
                .as("what a storage says of a position that is none of its own")
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("position token");
        if (!token.isEmpty()) {
            assertThat(((StorageException) refused).getMessage())
                    .as("the message")
                    .doesNotContain(token);
        }
    }

    @Test
    @Rule("READ-7")
    void read_besideAnOpenTransaction_waitsForNobodyAndShowsNothingOfIt() {
        startStandby();
        Storage storage = opened();
        DocumentCollection<Item> items = items(storage);
        items.put("a", Item.of(1));
        items.put("b", Item.of(1));
        Storage other = bench().open(Item.SPEC);
        other.transactWithoutResult(transaction -> {
            DocumentCollection<Item> inside = transaction.collection(Item.SPEC);
            inside.put("a", Item.of(2));
            inside.put("b", Item.of(2));
            // Without a standby it may be a read that waits for the transaction.
            onStandby(standby -> assertThat(items.getAll(List.of("a", "b")).values())
                    .as("documents beside the transaction that changes them")
                    .extracting(Stored::value)
                    .containsExactly(Item.of(1), Item.of(1)));
        });
        assertThat(items.getAll(List.of("a", "b")).values().stream()
                        .map(Stored::value)
                        .distinct())
                .as("documents that are always changed together")
                .hasSize(1);
        assertThatThrownBy(() -> storage.transact(transaction -> items.get("a")))
                .as("a read beside the transaction of its own thread")
                .isInstanceOf(UsageException.class);
    }
}
