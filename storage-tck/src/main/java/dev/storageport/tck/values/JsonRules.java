// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.RAWS;
import static dev.storageport.tck.fixture.Samples.TREES;
import static dev.storageport.tck.fixture.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.InvalidValueException;
import dev.storageport.LimitExceededException;
import dev.storageport.Limits;
import dev.storageport.Storage;
import dev.storageport.tck.fixture.Samples.Raw;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** JSON: what is a document, and how it comes back. */
abstract class JsonRules extends Topic {

    static final CollectionSpec<String> SCALARS =
            CollectionSpec.of("scalars", String.class).build();

    @Test
    @Rule("JSON-1")
    void document_comesBackEqual() {
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        for (String text : List.of(
                "{}",
                "[]",
                "[1,2.5,\"three\",true,false,null,[],{},[[],[[1]],[2]]]",
                "{\"name\":\"a\",\"list\":[{\"b\":1},{\"c\":[null]}],\"object\":{\"deep\":{\"deeper\":[[[0]]]}},\"yes\":true}")) {
            JsonNode tree = json(text);
            trees.put("a", tree);
            assertThat(trees.get("a").orElseThrow().value())
                    .as("the document %s", text)
                    .isEqualTo(tree);
        }
    }

    @Test
    @Rule("JSON-1")
    void members_comeByLengthThenCodePoint() {
        Storage storage = bench().open(RAWS);
        DocumentCollection<Raw> raws = storage.collection(RAWS);
        raws.put(
                "a",
                new Raw(
                        "{\"ccc\":1,\"b\":2, \"\u00e9\":3,\"aa\":4,\"B\":5,\"\ud83d\ude00\":6,\"a\":7,\"\":8,\"zzzz\":9,\"\uffee\":10}"));
        storage.close();
        CollectionSpec<JsonNode> asTree =
                CollectionSpec.of("raws", JsonNode.class).build();
        JsonNode found =
                bench().open(asTree).collection(asTree).get("a").orElseThrow().value();
        assertThat(found.fieldNames())
                .toIterable()
                .as("the order of members: by length of the name in UTF-8, then by code point")
                .containsExactly("", "B", "a", "b", "aa", "\u00e9", "ccc", "\uffee", "zzzz", "\ud83d\ude00");
    }

    @Test
    @Rule("JSON-2")
    void memberTwice_isRefused() {
        DocumentCollection<Raw> raws = bench().open(RAWS).collection(RAWS);
        for (String text : List.of(
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"b\":2,\"\\u0061\":3}",
                "[{\"x\":{\"a\":null,\"a\":null}}]",
                "{\"\":1,\"\":2}",
                "{\"\ud83d\ude00\":1,\"\\ud83d\\ude00\":2}")) {
            refusal(
                    InvalidValueException.class,
                    "an object with a member twice: " + text,
                    () -> raws.put("a", new Raw(text)));
        }
        assertThat(raws.count()).as("documents after every object was refused").isZero();
        raws.put("a", new Raw("[{\"a\":1},{\"a\":2}]"));
        assertThat(raws.count()).as("documents with one name in two objects").isEqualTo(1);
    }

    @Test
    @Rule("JSON-3")
    void scalar_isRefused() {
        Storage storage = bench().open(TREES, SCALARS, RAWS);
        JsonNodeFactory make = JsonNodeFactory.instance;
        List<JsonNode> scalars = List.of(
                make.textNode("text"),
                make.numberNode(1),
                make.numberNode(1.5),
                make.booleanNode(true),
                make.nullNode());
        for (JsonNode scalar : scalars) {
            refusal(
                    InvalidValueException.class,
                    "the document " + scalar,
                    () -> storage.collection(TREES).put("a", scalar));
        }
        refusal(
                InvalidValueException.class,
                "a text as a document",
                () -> storage.collection(SCALARS).put("a", "text"));
        for (String broken : List.of("1 2", "{} {}", "{} 1", "[1,]", "", "nul")) {
            refusal(
                    InvalidValueException.class,
                    "the JSON '" + broken + "'",
                    () -> storage.collection(RAWS).put("a", new Raw(broken)));
        }
        assertThat(storage.collection(TREES).count()
                        + storage.collection(SCALARS).count()
                        + storage.collection(RAWS).count())
                .as("documents after every value was refused")
                .isZero();
    }

    @Test
    @Rule("JSON-3")
    @SuppressWarnings("NullAway") // null is what is tested
    void nullValue_isRefused() {
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        refusal(InvalidValueException.class, "put of null", () -> trees.put("a", null));
        refusal(InvalidValueException.class, "insert of null", () -> trees.insert("a", null));
        trees.put("a", json("{}"));
        refusal(InvalidValueException.class, "update to null", () -> trees.update("a", tree -> null));
        assertThat(trees.get("a").orElseThrow().value())
                .as("the document after null was refused")
                .isEqualTo(json("{}"));
    }

    @Test
    @Rule("JSON-4")
    void nullAbsentAndEmpty_areDistinct() {
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        JsonNode tree = json(
                "{\"null\":null,\"text\":\"\",\"object\":{},\"array\":[],\"in\":[null,\"\",{},[],[null],{\"n\":null}]}");
        trees.put("a", tree);
        JsonNode found = trees.get("a").orElseThrow().value();
        assertThat(found.has("null"))
                .as("whether a member that is null is there")
                .isTrue();
        assertThat(found.get("null").isNull()).as("whether it is null").isTrue();
        assertThat(found.has("absent")).as("whether an absent member is there").isFalse();
        assertThat(found).as("the whole document").isEqualTo(tree);
    }

    @Test
    @Rule("JSON-5")
    void nesting_atTheLimit_isStored_beyondIsRefused() {
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        for (String open : List.of("[", "{\"m\":")) {
            JsonNode deepest = nested(open, Limits.JSON_DEPTH);
            trees.put("deep", deepest);
            assertThat(trees.get("deep").orElseThrow().value())
                    .as("a document nested %s levels", Limits.JSON_DEPTH)
                    .isEqualTo(deepest);
            for (int levels : new int[] {Limits.JSON_DEPTH + 1, 990, 2000}) {
                refusal(
                        LimitExceededException.class,
                        levels + " levels of " + open,
                        () -> trees.put("deeper", nested(open, levels)));
            }
        }
        assertThat(trees.contains("deeper"))
                .as("whether a document beyond the limit was stored")
                .isFalse();
    }

    private static JsonNode nested(String open, int levels) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        JsonNode inner = open.equals("[") ? make.arrayNode() : make.objectNode();
        for (int i = 1; i < levels; i++) {
            inner = open.equals("[")
                    ? make.arrayNode().add(inner)
                    : make.objectNode().set("m", inner);
        }
        return inner;
    }

    @Test
    @Rule("JSON-5")
    void size_atTheLimit_isStored_beyondIsRefused() {
        DocumentCollection<Raw> raws = bench().open(RAWS).collection(RAWS);
        int strings = Limits.BODY_BYTES - "{\"a\":\"\",\"b\":\"\"}".length();
        String half = "\u00e9".repeat(strings / 4); // counted in bytes, not in characters
        String rest = "x".repeat(strings - 2 * half.length());
        raws.put("largest", new Raw("{ \"a\" : \"" + half + "\",  \"b\" : \"" + rest + "\" }")); // blanks do not count
        assertThat(raws.summary().bodyBytes())
                .as("bytes of the largest document")
                .isEqualTo(Limits.BODY_BYTES);
        refusal(
                LimitExceededException.class,
                "a document one byte longer",
                () -> raws.put("larger", new Raw("{\"a\":\"" + half + "\",\"b\":\"" + rest + "x\"}")));
        assertThat(raws.contains("larger"))
                .as("whether a document beyond the limit was stored")
                .isFalse();
        String found = raws.get("largest").orElseThrow().value().json();
        assertThat(found.equals("{\"a\":\"" + half + "\",\"b\":\"" + rest + "\"}"))
                .as("whether the largest document came back")
                .isTrue();
    }

    @Test
    @Rule("JSON-1")
    void document_ofManyMembers_comesBackEqual() {
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        var wide = JsonNodeFactory.instance.objectNode();
        IntStream.range(0, 5000).forEach(i -> wide.put("member" + i * 7919 % 5000, i));
        trees.put("wide", wide);
        assertThat(trees.get("wide").orElseThrow().value().equals(wide))
                .as("whether 5000 members came back")
                .isTrue();
    }
}
