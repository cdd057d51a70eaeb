// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.TREES;
import static dev.storageport.tck.fixture.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.MappingException;
import dev.storageport.Storage;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** JSON: how Java values become documents and come back. */
abstract class MappingRules extends Topic {

    /** A constant of a document. */
    enum Colour {
        RED,
        GREEN
    }

    /** A document of every type that maps by default. */
    record Everything(
            Instant instant,
            LocalDate date,
            Optional<String> present,
            Optional<String> missing,
            Colour colour,
            Map<String, List<Integer>> map,
            List<Note> list,
            BigDecimal decimal,
            long number,
            boolean flag) {}

    /** A document whose members a mapper may name otherwise. */
    record Person(String firstName) {}

    static final CollectionSpec<Everything> EVERYTHING =
            CollectionSpec.of("everything", Everything.class).build();

    static final CollectionSpec<Person> PEOPLE =
            CollectionSpec.of("people", Person.class).build();

    static final CollectionSpec<Map<String, List<Note>>> MAPS = CollectionSpec.of(
                    "maps", new TypeReference<Map<String, List<Note>>>() {})
            .build();

    @Test
    @Rule("JSON-6")
    void javaTypes_mapByDefault() {
        Storage storage = bench().open(EVERYTHING, MAPS);
        Everything value = new Everything(
                Instant.parse("2026-03-01T12:00:00.123456789Z"),
                LocalDate.parse("1582-10-10"),
                Optional.of(""),
                Optional.empty(),
                Colour.GREEN,
                Map.of("a", List.of(1, 2), "b", List.of()),
                List.of(new Note("n", 5)),
                new BigDecimal("1.50"),
                Long.MIN_VALUE,
                true);
        storage.collection(EVERYTHING).put("a", value);
        Everything found = storage.collection(EVERYTHING).get("a").orElseThrow().value();
        assertThat(found)
                .as("a record of every type")
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(value);
        Map<String, List<Note>> map = Map.of("x", List.of(new Note("n", 1)));
        storage.collection(MAPS).put("a", map);
        assertThat(storage.collection(MAPS).get("a").map(Stored::value))
                .as("a generic type")
                .contains(map);
    }

    @Test
    @Rule("JSON-6")
    void mapper_ofTheApplication_isUsed() {
        JsonMapper snakes = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        try (Storage storage =
                bench().open(bench().options().toBuilder().mapper(snakes).build(), PEOPLE)) {
            storage.collection(PEOPLE).put("a", new Person("Ada"));
            assertThat(storage.collection(PEOPLE).get("a").map(Stored::value))
                    .as("read by the same mapper")
                    .contains(new Person("Ada"));
        }
        CollectionSpec<JsonNode> trees =
                CollectionSpec.of("people", JsonNode.class).build();
        assertThat(bench().open(trees).collection(trees).get("a").orElseThrow().value())
                .as("what is stored")
                .isEqualTo(json("{\"first_name\":\"Ada\"}"));
    }

    @Test
    @Rule("JSON-7")
    void value_changedAfterPut_isStoredAsItWas() {
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        ObjectNode given = (ObjectNode) json("{\"list\":[1]}");
        trees.put("a", given);
        trees.putAll(List.of(Document.of("b", given)));
        given.withArray("list").add(2);
        given.put("more", true);
        assertThat(trees.find(Condition.all()).stream().map(Stored::value))
                .as("documents after the given object was changed")
                .containsOnly(json("{\"list\":[1]}"));
    }

    @Test
    @Rule("JSON-7")
    void value_changedAfterGet_changesNothingStored() {
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        trees.put("a", json("{\"list\":[1]}"));
        List<JsonNode> returned = new ArrayList<>();
        returned.add(trees.get("a").orElseThrow().value());
        trees.getAll(List.of("a")).values().forEach(stored -> returned.add(stored.value()));
        returned.add(trees.find(Condition.all()).get(0).value());
        returned.add(trees.update("a", tree -> tree).orElseThrow().value());
        returned.forEach(tree -> ((ObjectNode) tree).put("changed", true));
        assertThat(trees.get("a").orElseThrow().value())
                .as("the document after what was returned was changed")
                .isEqualTo(json("{\"list\":[1]}"));
    }

    @Test
    @Rule("JSON-7")
    void content_changedOutside_changesNothingStored() {
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        byte[] given = {1, 2, 3};
        Content content = Content.bytes(given);
        Arrays.fill(given, (byte) 9);
        trees.put("a", json("{}"), content);
        Arrays.fill(trees.content("a").orElseThrow().bytes(), (byte) 8);
        Arrays.fill(content.bytes(), (byte) 7);
        assertThat(trees.content("a").orElseThrow().bytes())
                .as("the content after every array was changed")
                .containsExactly(1, 2, 3);
    }

    @Test
    @Rule("JSON-8")
    void document_thatDoesNotFit_isMappingException() {
        CollectionSpec<JsonNode> unchecked =
                CollectionSpec.of("notes", JsonNode.class).build();
        try (Storage storage = bench().open(unchecked)) {
            storage.collection(unchecked).put("the-key", json("{\"text\":\"t\",\"stars\":\"SECRET\"}"));
        }
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        checkMessage(refusal(MappingException.class, "get", () -> notes.get("the-key")));
        checkMessage(refusal(MappingException.class, "find", () -> notes.find(Condition.all())));
        checkMessage(refusal(MappingException.class, "update", () -> notes.update("the-key", note -> note)));
        assertThat(notes.delete("the-key"))
                .as("whether the document can be deleted")
                .isTrue();
    }

    private static void checkMessage(MappingException failure) {
        assertThat(failure).as("the message").hasMessageContainingAll("notes", "the-key", "stars");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).as("a message in the chain of causes").doesNotContain("SECRET");
        }
    }

    @Test
    @Rule("JSON-8")
    void member_thatTheTypeDoesNotKnow_isMappingException() {
        CollectionSpec<JsonNode> unchecked =
                CollectionSpec.of("notes", JsonNode.class).build();
        bench().open(unchecked).collection(unchecked).put("a", json("{\"text\":\"t\",\"stars\":1,\"moon\":1}"));
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        MappingException failure =
                refusal(MappingException.class, "get of a document with an unknown member", () -> notes.get("a"));
        assertThat(failure).as("the message").hasMessageContaining("moon");
    }
}
