// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.schema.PlayerVersions.AS_STORED;
import static dev.storageport.tck.schema.PlayerVersions.FIRST;
import static dev.storageport.tck.schema.PlayerVersions.NAME;
import static dev.storageport.tck.schema.PlayerVersions.SECOND;
import static dev.storageport.tck.schema.PlayerVersions.THIRD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.SchemaStatus;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.TransactionConflictException;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.fixture.Item;
import dev.storageport.tck.fixture.ItemPrograms;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.fixture.StoragePorts;
import dev.storageport.tck.fixture.TestThreads;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.harness.Workbench;
import dev.storageport.tck.rule.Rule;
import dev.storageport.tck.schema.PlayerVersions.First;
import dev.storageport.tck.schema.PlayerVersions.Second;
import dev.storageport.tck.schema.PlayerVersions.Third;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** EVOL: rewriting the documents of earlier data versions. */
abstract class UpgradeRules extends Topic {

    @Test
    @Rule("EVOL-2")
    void upgradeAll_rewritesOlderDocuments_andLeavesTheRestAlone() {
        fillOlder(600);
        bench().open(SECOND).collection(SECOND).put("second", new Second("bob"), Content.text("kept"));
        Storage storage = bench().open(THIRD);
        DocumentCollection<Third> players = storage.collection(THIRD);
        players.put("third", new Third("Charles", 1));
        bench().clock().advance(Duration.ofHours(1));
        Map<String, Stored<Third>> before = byKey(players);

        assertThat(players.upgradeAll()).as("documents rewritten").isEqualTo(601);

        assertThat(players.count(Condition.dataVersionIs(3)))
                .as("documents of the present version")
                .isEqualTo(602);
        DocumentCollection<JsonNode> stored = bench().open(AS_STORED).collection(AS_STORED);
        assertThat(stored.get("second").map(Stored::value))
                .as("what is stored")
                .contains(Samples.json("{\"name\":\"BOB\",\"level\":3}"));
        assertThat(stored.get("third").map(Stored::value))
                .as("what is stored of a document of the present version")
                .contains(Samples.json("{\"name\":\"Charles\",\"level\":1}"));
        byKey(players)
                .forEach((key, after) -> assertThat(after)
                        .as("the document %s: value, revision and times as before, data version 3", key)
                        .isEqualTo(withDataVersion(Objects.requireNonNull(before.get(key)), 3)));
        assertThat(players.content("second")).as("a content").contains(Content.text("kept"));
        assertThat(players.upgradeAll())
                .as("documents rewritten by another call")
                .isZero();
        assertThat(players.keys(NAME.is("BOB")))
                .as("documents found by an index")
                .containsExactly("second");
        assertThat(players.summary().bodyBytes())
                .as("bytes of all documents")
                .isEqualTo(stored.find(Condition.all()).stream()
                        .mapToLong(one -> one.value().toString().length())
                        .sum());
    }

    private void fillOlder(int count) {
        DocumentCollection<First> old = bench().open(FIRST).collection(FIRST);
        old.putAll(IntStream.range(0, count)
                .mapToObj(i -> Document.of(Item.key(i), new First("ann" + i)))
                .toList());
        bench().clock().advance(Duration.ofMinutes(1));
        old.touch(Item.key(1));
        old.touch(Item.key(1));
    }

    private static Map<String, Stored<Third>> byKey(DocumentCollection<Third> players) {
        return players.getAll(players.keys(Condition.all()));
    }

    private static Stored<Third> withDataVersion(Stored<Third> stored, int version) {
        return new Stored<>(
                stored.key(), stored.value(), stored.revision(), version, stored.createdAt(), stored.updatedAt());
    }

    @Test
    @Rule("EVOL-2")
    void upgradeAll_leavesExpectationsAndOtherProgramsIndexesValid() {
        fillOlder(3);
        Storage other = bench().open(PlayerVersions.third(PlayerVersions::firstStep, PlayerVersions.LEVEL));
        Storage storage = bench().open(THIRD);
        DocumentCollection<Third> players = storage.collection(THIRD);
        Stored<Third> read = players.get(Item.key(0)).orElseThrow();

        players.upgradeAll();

        assertThat(ItemPrograms.collection(other.schema().status(), "players")
                        .orElseThrow()
                        .indexes())
                .as("indexes, also those of a program that did not upgrade")
                .hasSize(2)
                .allSatisfy(index -> assertThat(index.state()).isEqualTo(SchemaStatus.IndexState.READABLE));
        assertThat(players.replaceIf(read.key(), read.revision(), new Third("NEW", 9)))
                .as("a replacement that expects the revision read before the upgrade")
                .isPresent();
    }

    @Test
    @Rule("EVOL-3")
    void upgradeAll_whileOthersWrite_losesNothing() {
        int documents = 240;
        int writers = 4;
        fillOlder(documents);
        DocumentCollection<Third> players = bench().open(THIRD).collection(THIRD);
        try (TestThreads threads = new TestThreads()) {
            threads.startTogether(writers + 1, thread -> {
                if (thread == writers) {
                    upgraded(players);
                } else {
                    for (int i = thread; i < documents; i += writers) {
                        String key = Item.key(i);
                        players.update(key, player -> new Third(player.name(), player.level() + 100));
                        if (i % 12 == thread) {
                            players.delete(key);
                        } else {
                            players.update(key, player -> new Third(player.name(), player.level() + 100));
                        }
                    }
                }
            });
            threads.join();
        }
        upgraded(players);
        for (int i = 0; i < documents; i++) {
            boolean deleted = i % 12 < writers;
            assertThat(players.get(Item.key(i)).map(Stored::value))
                    .as("document %d after two updates, or an update and its deletion, beside the upgrade", i)
                    .isEqualTo(
                            deleted ? Optional.empty() : Optional.of(new Third("ANN" + i, 200 + ("ann" + i).length())));
        }
        assertThat(players.count(Condition.dataVersionBefore(3)))
                .as("documents of earlier versions left")
                .isZero();
    }

    private static void upgraded(DocumentCollection<Third> players) {
        while (true) {
            try {
                players.upgradeAll();
                return;
            } catch (TransactionConflictException passing) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @Rule("EVOL-3")
    void reindexing_ofAnotherRevision_isNotApplied() {
        StoragePorts.withPrepared(bench().harness(), port -> {
            port.write(List.of(new Write.Put(
                    StoragePorts.NOTES,
                    "a",
                    new Precondition.Absent(),
                    "{\"text\":\"new\"}",
                    14,
                    1,
                    Map.of(),
                    new ContentChange.Remove(),
                    5,
                    Workbench.START)));
            StoredRecord before = read(port, "a");
            assertThat(port.write(List.of(reindexed("a", 4), reindexed("b", 5))))
                    .as("what reindexing did to a record of another revision, and to none")
                    .containsExactly(new WriteOutcome.NotApplied(), new WriteOutcome.NotApplied());
            assertThat(read(port, "a")).as("the record of another revision").isEqualTo(before);
            assertThat(port.write(List.of(reindexed("a", 5))))
                    .as("what reindexing did to the record it meant")
                    .containsExactly(new WriteOutcome.Written(5, Workbench.START, Workbench.START));
            StoredRecord after = read(port, "a");
            assertThat(after.body().map(Samples::json))
                    .as("the body")
                    .contains(Samples.json("{\"text\":\"reindexed\"}"));
            assertThat(after.dataVersion()).as("the data version").isEqualTo(2);
            assertThat(after.revision()).as("the revision").isEqualTo(5);
            assertThat(after.updatedAt()).as("the time of change").isEqualTo(Workbench.START);
        });
    }

    private static Write.Reindex reindexed(String key, long revision) {
        return new Write.Reindex(
                StoragePorts.NOTES,
                key,
                revision,
                Optional.of(new Write.Body("{\"text\":\"reindexed\"}", 19, 2)),
                Map.of());
    }

    private static StoredRecord read(RecordOperations operations, String key) {
        return Optional.ofNullable(operations
                        .read(StoragePorts.NOTES, List.of(key), Projection.BODY)
                        .get(key))
                .orElseThrow();
    }
}
