// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.MappingException;
import dev.storageport.MappingException.Reason;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** JSON: what cannot be read back is not stored. Tests of storage-api go through the kinds of types and places one by one. */
abstract class ReadBackRules extends Topic {

    /** An interface of which the JSON does not tell the class. */
    sealed interface Shape permits Circle {}

    record Circle(int radius) implements Shape {}

    record Drawing(Map<String, List<Shape>> layers) {}

    /** A class that Jackson cannot make of JSON. */
    static final class Seal {
        public final String name;

        Seal(String name, int number) {
            this.name = name + number;
        }
    }

    record Letter(@Nullable Seal seal) {}

    /** A class that tells more than it takes. */
    static final class Named {
        public String first = "";
        public String last = "";

        public String getFullName() {
            return first + " " + last;
        }
    }

    /** An interface of which the JSON tells the class. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Oak.class, name = "oak"))
    interface Plant {}

    record Oak(int height) implements Plant {}

    record Moss(int area) implements Plant {}

    record Garden(List<Plant> plants) {}

    static final CollectionSpec<Drawing> DRAWINGS =
            CollectionSpec.of("drawings", Drawing.class).build();
    static final CollectionSpec<Letter> LETTERS =
            CollectionSpec.of("letters", Letter.class).build();
    static final CollectionSpec<Named> NAMES =
            CollectionSpec.of("names", Named.class).build();
    static final CollectionSpec<Garden> GARDENS =
            CollectionSpec.of("gardens", Garden.class).build();

    @Test
    @Rule("JSON-12")
    void type_thatCannotBeRead_isRefusedAtOpen() {
        MappingException drawing =
                refusal(MappingException.class, "open with a member of an interface", () -> bench().open(DRAWINGS));
        assertThat(drawing.reason()).as("the reason").isEqualTo(Reason.ABSTRACT_TYPE);
        assertThat(drawing).as("the message").hasMessageContainingAll("drawings", "/layers", Shape.class.getName());
        MappingException letter = refusal(
                MappingException.class,
                "open with a member of a class without a constructor",
                () -> bench().open(LETTERS));
        assertThat(letter.reason()).as("the reason").isEqualTo(Reason.NO_CREATOR);
        assertThat(letter).as("the message").hasMessageContainingAll("letters", "/seal", Seal.class.getName());
    }

    @Test
    @Rule("JSON-12")
    void member_thatIsOnlyWritten_isRefusedAtThePut() {
        DocumentCollection<Named> names = bench().open(NAMES).collection(NAMES);
        MappingException refused = refusal(
                MappingException.class, "put of a class with a computed member", () -> names.put("a", new Named()));
        assertThat(refused.reason()).as("the reason").isEqualTo(Reason.UNKNOWN_MEMBER);
        assertThat(refused).as("the message").hasMessageContainingAll("names", "\"a\"", "/fullName");
        assertThat(names.count(Condition.all()))
                .as("documents that were stored")
                .isZero();
    }

    @Test
    @Rule("JSON-12")
    void subtype_thatComesLate_isRefusedAtThePut() {
        DocumentCollection<Garden> gardens = bench().open(GARDENS).collection(GARDENS);
        for (int i = 0; i < 20; i++) {
            gardens.put("a", new Garden(List.of(new Oak(i))));
        }
        for (int i = 0; i < 2; i++) {
            MappingException refused = refusal(
                    MappingException.class,
                    "put of a subtype that is not known to its interface",
                    () -> gardens.putAll(List.of(
                            Document.of("b", new Garden(List.of())),
                            Document.of("c", new Garden(List.of(new Oak(1), new Moss(2)))))));
            assertThat(refused.reason()).as("the reason").isEqualTo(Reason.UNKNOWN_SUBTYPE);
            assertThat(refused)
                    .as("the message")
                    .hasMessageContainingAll("gardens", "\"c\"", "/plants/1", Plant.class.getName());
        }
        assertThat(gardens.keys(Condition.all())).as("keys that were stored").containsExactly("a");
    }

    @Test
    @Rule("JSON-12")
    void document_thatCannotBeRead_saysWhy() {
        CollectionSpec<JsonNode> unchecked =
                CollectionSpec.of("gardens", JsonNode.class).build();
        DocumentCollection<JsonNode> trees = bench().open(unchecked).collection(unchecked);
        trees.put("unknown", json("{\"plants\":[],\"SECRET\":1}"));
        trees.put("subtype", json("{\"plants\":[{\"@type\":\"SECRET\"}]}"));
        trees.put("mismatch", json("{\"plants\":[{\"@type\":\"oak\",\"height\":\"SECRET\"}]}"));
        DocumentCollection<Garden> gardens = bench().open(GARDENS).collection(GARDENS);
        Map<String, Reason> reasons = Map.of(
                "unknown", Reason.UNKNOWN_MEMBER, "subtype", Reason.UNKNOWN_SUBTYPE, "mismatch", Reason.MISMATCH);
        reasons.forEach((key, reason) -> {
            MappingException refused = refusal(MappingException.class, "get", () -> gardens.get(key));
            assertThat(refused.reason()).as("the reason").isEqualTo(reason);
            assertThat(refused).as("an exception that may quote data").hasNoCause();
        });
    }
}
