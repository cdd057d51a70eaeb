// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.schema.PlayerVersions.AS_STORED;
import static dev.storageport.tck.schema.PlayerVersions.FIRST;
import static dev.storageport.tck.schema.PlayerVersions.LEVEL;
import static dev.storageport.tck.schema.PlayerVersions.NAME;
import static dev.storageport.tck.schema.PlayerVersions.SECOND;
import static dev.storageport.tck.schema.PlayerVersions.THIRD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.MappingException;
import dev.storageport.SchemaException;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.StoredWithContent;
import dev.storageport.tck.fixture.Samples;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import dev.storageport.tck.schema.PlayerVersions.First;
import dev.storageport.tck.schema.PlayerVersions.Second;
import dev.storageport.tck.schema.PlayerVersions.Third;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** EVOL: documents of earlier data versions, as programs of later ones read them. */
abstract class EvolutionRules extends Topic {

    /** Writes a document of each of the first two versions: a and b. */
    private void writeOlder() {
        bench().open(FIRST).collection(FIRST).put("a", new First("ann"));
        bench().open(SECOND).collection(SECOND).put("b", new Second("bob"));
    }

    @Test
    @Rule("EVOL-1")
    void olderDocuments_areBroughtForward_howeverTheyAreRead() {
        writeOlder();
        Storage storage = bench().open(THIRD);
        storage.collection(THIRD).put("c", new Third("Charles", 1));
        List<Third> expected = List.of(new Third("ANN", 3), new Third("BOB", 3), new Third("Charles", 1));
        reads(storage)
                .forEach((read, values) -> assertThat(values.get())
                        .as("documents of data versions 1, 2 and 3 read by %s", read)
                        .isEqualTo(expected));
    }

    private static Map<String, Supplier<List<Third>>> reads(Storage storage) {
        DocumentCollection<Third> players = storage.collection(THIRD);
        List<String> keys = List.of("a", "b", "c");
        Map<String, Supplier<List<Third>>> reads = new LinkedHashMap<>();
        reads.put(
                "get",
                () -> keys.stream()
                        .map(key -> players.get(key).orElseThrow().value())
                        .toList());
        reads.put(
                "getWithContent",
                () -> keys.stream()
                        .map(players::getWithContent)
                        .map(Optional::orElseThrow)
                        .map(StoredWithContent::document)
                        .map(Stored::value)
                        .toList());
        reads.put("getAll", () -> values(players.getAll(keys).values().stream()));
        reads.put("find", () -> values(players.find(Condition.all()).stream()));
        reads.put("find by an index", () -> values(players.find(NAME.isPresent().byKey()).stream()));
        reads.put("stream", () -> {
            try (Stream<Stored<Third>> stream = players.stream()) {
                return values(stream);
            }
        });
        reads.put("page", () -> values(players.page(Condition.all().limit(5)).documents().stream()));
        reads.put(
                "find in a transaction",
                () -> storage.<List<Third>, RuntimeException>transact(
                        open -> values(open.collection(THIRD).find(Condition.all()).stream())));
        return reads;
    }

    private static List<Third> values(Stream<Stored<Third>> documents) {
        return documents.map(Stored::value).toList();
    }

    @Test
    @Rule("EVOL-1")
    void index_addedWithADataVersion_isComputedOfTheDocumentBroughtForward() {
        writeOlder();
        DocumentCollection<Third> players = bench().open(THIRD).collection(THIRD);
        assertThat(players.keys(NAME.is("ANN")))
                .as("documents found by what the steps make of them")
                .containsExactly("a");
        assertThat(players.countBy(NAME)).as("values").isEqualTo(Map.of("ANN", 1L, "BOB", 1L));
        bench().open(FIRST).collection(FIRST).put("d", new First("dora"));
        assertThat(players.keys(NAME.is("DORA")))
                .as("documents found that an older program wrote later")
                .containsExactly("d");
    }

    @Test
    @Rule("EVOL-1")
    void olderDocument_isRewrittenByItsNextWriteOnly() {
        writeOlder();
        DocumentCollection<Third> players = bench().open(THIRD).collection(THIRD);
        DocumentCollection<First> old = bench().open(FIRST).collection(FIRST);
        assertThat(players.get("a").map(Stored::dataVersion))
                .as("the data version of a document that was only read")
                .contains(1);
        players.touch("a");
        assertThat(old.get("a").map(Stored::value))
                .as("what the older program reads of it after a touch")
                .contains(new First("ann"));

        Stored<Third> updated = players.update("a", player -> new Third(player.name(), player.level() + 1))
                .orElseThrow();

        assertThat(updated.value()).as("the updated value").isEqualTo(new Third("ANN", 4));
        assertThat(updated.dataVersion()).as("its data version").isEqualTo(3);
        assertThat(players.get("a")).as("the updated document").contains(updated);
        assertThat(bench().open(AS_STORED).collection(AS_STORED).get("a").map(Stored::value))
                .as("what is stored")
                .contains(Samples.json("{\"name\":\"ANN\",\"level\":4}"));
    }

    @Test
    @Rule("EVOL-1")
    void steps_areAppliedInOrder_fromTheDocumentsVersionOn() {
        List<String> applied = new ArrayList<>();
        CollectionSpec<First> first = CollectionSpec.of("steps", First.class).build();
        CollectionSpec<First> third =
                CollectionSpec.of("steps", First.class).version(3).build();
        CollectionSpec<First> fifth = CollectionSpec.of("steps", First.class)
                .version(5)
                .upcast(4, json -> {
                    applied.add("4");
                    return json;
                })
                .upcast(1, json -> {
                    applied.add("1");
                    return json;
                })
                .upcast(3, json -> {
                    applied.add("3");
                    return json;
                })
                .build();
        bench().open(first).collection(first).put("a", new First("ann"));
        bench().open(third).collection(third).put("b", new First("bob"));
        DocumentCollection<First> players = bench().open(fifth).collection(fifth);
        players.put("c", new First("cid"));
        applied.clear();
        assertThat(players.get("a").map(Stored::value)).as("the document").contains(new First("ann"));
        assertThat(applied).as("steps from version 1, of which 2 has none").containsExactly("1", "3", "4");
        applied.clear();
        players.get("b");
        assertThat(applied).as("steps from version 3").containsExactly("3", "4");
        applied.clear();
        players.get("c");
        assertThat(applied)
                .as("steps of a document of the program's own version")
                .isEmpty();
    }

    @Test
    @Rule("EVOL-4")
    void step_thatFailsOrGivesNull_isReportedByTheDocumentsName() {
        writeOlder();
        IllegalStateException cause = new IllegalStateException("the step's own failure");
        assertRefused("fails", PlayerVersions.third(json -> {
            throw cause;
        }));
        assertRefused("gives null", PlayerVersions.third(json -> null));
        assertThat(bench().open(FIRST).collection(FIRST).get("a").map(Stored::value))
                .as("the document after it was refused")
                .contains(new First("ann"));
    }

    private void assertRefused(String mistake, CollectionSpec<Third> spec) {
        DocumentCollection<Third> players = bench().open(spec).collection(spec);
        Map<String, Runnable> reads = new LinkedHashMap<>();
        reads.put("get", () -> players.get("a"));
        reads.put("find", () -> players.find(Condition.all()));
        reads.put("update", () -> players.update("a", player -> player));
        reads.put("upgradeAll", players::upgradeAll);
        reads.forEach((read, run) -> {
            MappingException refused = refusal(MappingException.class, read + " with a step that " + mistake, run::run);
            assertThat(refused.getMessage())
                    .as("the message of %s with a step that %s", read, mistake)
                    .contains("players", "a")
                    .doesNotContain("ann");
        });
        assertThat(players.get("b").map(Stored::value))
                .as("another document, beside a step that %s", mistake)
                .contains(new Third("BOB", 3));
    }

    @Test
    @Rule("EVOL-4")
    void step_thatFailsWhileAnIndexIsAdded_isReportedByTheDocumentsName() {
        writeOlder();
        CollectionSpec<Third> failing = PlayerVersions.third(json -> null, LEVEL);
        MappingException refused = refusal(
                MappingException.class,
                "adding an index to a document that cannot be brought forward",
                () -> bench().open(failing));
        assertThat(refused.getMessage()).as("the message").contains("players", "a");
        CollectionSpec<Third> mended = PlayerVersions.third(PlayerVersions::firstStep, LEVEL);
        assertThat(bench().open(mended).collection(mended).keys(LEVEL.is(3)))
                .as("documents found when the step is mended")
                .containsExactly("a", "b");
    }

    @Test
    @Rule({"EVOL-5", "DOC-10"})
    void newerDocument_isRefusedByAnOlderProgram_andNotOverwrittenByUpdate() {
        DocumentCollection<First> old = bench().open(FIRST).collection(FIRST);
        DocumentCollection<Third> players = bench().open(THIRD).collection(THIRD);
        old.put("a", new First("ann"));
        Stored<Third> stored = players.put("c", new Third("CID", 1));
        refusal(SchemaException.class, "get of a newer document", () -> old.get("c"));
        refusal(SchemaException.class, "find among newer documents", () -> old.find(Condition.all()));
        SchemaException refused = refusal(
                SchemaException.class,
                "update of a newer document",
                () -> old.update("c", player -> new First("overwritten")));
        assertThat(refused.getMessage())
                .as("the message")
                .contains("players", "c", "3")
                .doesNotContain("CID");
        assertThat(old.upgradeAll())
                .as("newer documents that an older program brings to its version")
                .isZero();
        assertThat(players.get("c")).as("the newer document").contains(stored);
        assertThat(old.get("a").map(Stored::value))
                .as("a document of the older program")
                .contains(new First("ann"));
    }

    @Test
    @Rule("EVOL-5")
    void conditions_onDataVersions_findDocumentsByTheVersionTheyWereWrittenWith() {
        writeOlder();
        DocumentCollection<Third> players = bench().open(THIRD).collection(THIRD);
        players.put("c", new Third("CID", 1));
        assertThat(players.keys(Condition.dataVersionIs(2)))
                .as("documents of version 2")
                .containsExactly("b");
        assertThat(players.keys(Condition.dataVersionBefore(3)))
                .as("documents of versions before 3")
                .containsExactly("a", "b");
        assertThat(players.keys(Condition.dataVersionBefore(2).not()))
                .as("documents of version 2 and later")
                .containsExactly("b", "c");
        assertThat(players.count(Condition.dataVersionBefore(1)))
                .as("documents of versions before 1")
                .isZero();
        players.update("b", player -> player);
        assertThat(players.keys(Condition.dataVersionIs(3)))
                .as("documents of version 3 after one was written anew")
                .containsExactly("b", "c");
    }
}
