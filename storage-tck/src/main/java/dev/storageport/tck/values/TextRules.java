// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import static dev.storageport.tck.fixture.Refusals.refusal;
import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.RAWS;
import static dev.storageport.tck.fixture.Samples.TREES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.InvalidValueException;
import dev.storageport.LimitExceededException;
import dev.storageport.Limits;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.CollectionOperation;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.fixture.Samples.Raw;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** TEXT: what a text may be, and how long. */
abstract class TextRules extends Topic {

    static final Index<Note, String> BY_TEXT = Index.of("text", String.class, Note::text);

    static final CollectionSpec<Note> INDEXED =
            CollectionSpec.of("indexed", Note.class).index(BY_TEXT).build();

    static final List<String> UNPAIRED =
            List.of("\ud83d", "\ude00", "a\ud83d", "\ude00a", "\ude00\ud83d", "\ud83d\ud83d\ude00", "\ud83da");

    @Test
    @Rule("TEXT-1")
    void key_empty_isRefused() {
        refuseKey(InvalidValueException.class, "");
    }

    @Test
    @Rule("TEXT-1")
    void key_tooLong_isRefused() {
        for (String key : List.of("k".repeat(513), "\u00e9".repeat(256) + "k", "\ud83d\ude00".repeat(128) + "k")) {
            refuseKey(LimitExceededException.class, key);
        }
    }

    @Test
    @Rule("TEXT-1")
    void key_longest_isKept() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        List<String> keys = List.of(
                "k",
                "k".repeat(512),
                incompressible(512),
                "\u00e9".repeat(256),
                "\u20ac".repeat(170) + "k2",
                "\ud83d\ude00".repeat(128));
        for (String key : keys) {
            notes.put(key, note(key), Content.text(key));
        }
        for (String key : keys) {
            String named = "key of " + key.length() + " characters beginning with " + key.charAt(0);
            assertThat(notes.get(key).map(Stored::value))
                    .as("the document, %s", named)
                    .contains(note(key));
            assertThat(notes.content(key).map(Content::text))
                    .as("the content, %s", named)
                    .contains(key);
            assertThat(notes.count(Condition.keyStartsWith(key)))
                    .as("documents with the prefix, %s", named)
                    .isPositive();
        }
        assertThat(notes.count()).as("documents, each under a key of its own").isEqualTo(keys.size());
    }

    @Test
    @Rule("TEXT-2")
    void nul_inKey_isRefused() {
        for (String key : List.of("\0", "a\0", "\0a", "a\0b")) {
            refuseKey(InvalidValueException.class, key);
        }
    }

    @Test
    @Rule("TEXT-3")
    void unpairedSurrogate_inKey_isRefused() {
        for (String key : UNPAIRED) {
            refuseKey(InvalidValueException.class, key);
        }
    }

    /** Expects that every operation refuses the key and that nothing is stored. */
    private void refuseKey(Class<? extends StorageException> kind, String key) {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        for (CollectionOperation operation : CollectionOperation.keyed()) {
            refusal(
                    kind,
                    operation.name() + " with a key that is not allowed",
                    () -> operation.on().accept(notes, key));
        }
        assertThat(notes.count()).as("documents after every key was refused").isZero();
    }

    @Test
    @Rule({"TEXT-2", "TEXT-3"})
    void textThatIsNotAllowed_inDocument_isRefused() {
        Storage storage = bench().open(TREES, INDEXED);
        DocumentCollection<JsonNode> trees = storage.collection(TREES);
        for (String text : notAllowed()) {
            JsonNodeFactory make = JsonNodeFactory.instance;
            refusal(
                    InvalidValueException.class,
                    "a JSON string",
                    () -> trees.put("a", make.objectNode().put("m", text)));
            refusal(
                    InvalidValueException.class,
                    "a JSON string in an array",
                    () -> trees.put("a", make.arrayNode().add(make.arrayNode().add(text))));
            refusal(
                    InvalidValueException.class,
                    "a member name",
                    () -> trees.put("a", make.objectNode().put(text, 1)));
            refusal(
                    InvalidValueException.class,
                    "an inner member name",
                    () -> trees.put("a", make.arrayNode().add(make.objectNode().put(text, 1))));
            refusal(
                    InvalidValueException.class,
                    "an index value",
                    () -> storage.collection(INDEXED).put("a", note(text)));
            refusal(InvalidValueException.class, "a value compared with an index", () -> BY_TEXT.is(text));
            refusal(InvalidValueException.class, "a prefix", () -> Condition.keyStartsWith(text));
            refusal(InvalidValueException.class, "a bound", () -> Condition.keyRange("a", text));
        }
        assertThat(trees.count() + storage.collection(INDEXED).count())
                .as("documents after every text was refused")
                .isZero();
    }

    private static List<String> notAllowed() {
        return List.of(
                "\0",
                "a\0b",
                "a\0",
                UNPAIRED.get(0),
                UNPAIRED.get(1),
                UNPAIRED.get(2),
                UNPAIRED.get(3),
                UNPAIRED.get(4));
    }

    @Test
    @Rule({"TEXT-2", "TEXT-3"})
    void textThatIsNotAllowed_escaped_isRefused() {
        DocumentCollection<Raw> raws = bench().open(RAWS).collection(RAWS);
        for (String escaped : List.of("\\u0000", "a\\u0000b", "\\ud83d", "\\uD83Da", "\\ude00\\ud83d")) {
            refusal(
                    InvalidValueException.class,
                    "a JSON string escaped",
                    () -> raws.put("a", new Raw("{\"m\":\"" + escaped + "\"}")));
            refusal(
                    InvalidValueException.class,
                    "a member name escaped",
                    () -> raws.put("a", new Raw("{\"" + escaped + "\":1}")));
        }
        assertThat(raws.count()).as("documents after every text was refused").isZero();
    }

    @Test
    @Rule("TEXT-3")
    void unpairedSurrogate_inContent_isRefused() {
        for (String text : UNPAIRED) {
            refusal(InvalidValueException.class, "a content", () -> Content.text(text));
        }
    }

    @Test
    @Rule("TEXT-5")
    void indexTextAndMemberName_longest_areKept() {
        Storage storage = bench().open(INDEXED, TREES);
        DocumentCollection<Note> notes = storage.collection(INDEXED);
        for (String text : List.of("t".repeat(1024), incompressible(1024), "\ud83d\ude00".repeat(256))) {
            notes.put("a", note(text));
            assertThat(notes.count(BY_TEXT.is(text)))
                    .as("documents found by an index text of 1024 bytes")
                    .isEqualTo(1);
            JsonNode tree = JsonNodeFactory.instance.objectNode().put(text, 1);
            storage.collection(TREES).put("a", tree);
            assertThat(storage.collection(TREES).get("a").orElseThrow().value())
                    .as("a document with a member name of 1024 bytes")
                    .isEqualTo(tree);
        }
    }

    @Test
    @Rule("TEXT-5")
    void indexTextAndMemberName_tooLong_areRefused() {
        Storage storage = bench().open(INDEXED, TREES);
        for (String text : List.of("t".repeat(1025), "\u00e9".repeat(512) + "t", "\ud83d\ude00".repeat(256) + "t")) {
            refusal(
                    LimitExceededException.class,
                    "an index text of 1025 bytes",
                    () -> storage.collection(INDEXED).put("a", note(text)));
            refusal(
                    LimitExceededException.class,
                    "a comparison with an index text of 1025 bytes",
                    () -> BY_TEXT.is(text));
            refusal(
                    LimitExceededException.class,
                    "a member name of 1025 bytes",
                    () -> storage.collection(TREES)
                            .put("a", JsonNodeFactory.instance.objectNode().put(text, 1)));
        }
        assertThat(storage.collection(INDEXED).count()
                        + storage.collection(TREES).count())
                .as("documents after every text was refused")
                .isZero();
    }

    /** Returns text that no compression makes shorter than a B-tree's limit, always the same. */
    private static String incompressible(int length) {
        assertThat(length).isLessThanOrEqualTo(Limits.INDEX_TEXT_BYTES);
        return new Random(7)
                .ints('!', '~' + 1)
                .limit(length)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
