// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.values;

import static dev.storageport.tck.fixture.Samples.DISTINCT_TEXTS;
import static dev.storageport.tck.fixture.Samples.NOTES;
import static dev.storageport.tck.fixture.Samples.TREES;
import static dev.storageport.tck.fixture.Samples.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.CollectionSpec;
import dev.storageport.Condition;
import dev.storageport.Content;
import dev.storageport.Document;
import dev.storageport.DocumentCollection;
import dev.storageport.Index;
import dev.storageport.Stored;
import dev.storageport.tck.fixture.Samples.Note;
import dev.storageport.tck.harness.Topic;
import dev.storageport.tck.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TEXT and JSON: text comes back exactly, and is never taken for something else. */
abstract class ExactTextRules extends Topic {

    static final Index<Note, String> UNIQUE_TEXT = Index.unique("text", String.class, Note::text);

    static final CollectionSpec<Note> UNIQUE =
            CollectionSpec.of("unique_texts", Note.class).index(UNIQUE_TEXT).build();

    @Test
    @Rule({"TEXT-4", "JSON-9"})
    void keys_thatDifferAtAll_areDistinct() {
        DocumentCollection<Note> notes = bench().open(NOTES).collection(NOTES);
        notes.putAll(DISTINCT_TEXTS.stream()
                .map(text -> Document.of(text, note(text), Content.text(text)))
                .toList());
        assertThat(notes.find(Condition.all()).stream().map(Stored::key))
                .as("keys that came back")
                .containsExactlyInAnyOrderElementsOf(DISTINCT_TEXTS);
        for (String text : DISTINCT_TEXTS) {
            assertThat(notes.get(text).map(Stored::value))
                    .as("the document under key %s", shown(text))
                    .contains(note(text));
            assertThat(notes.content(text).map(Content::text))
                    .as("the content under key %s", shown(text))
                    .contains(text);
        }
        assertThat(notes.delete(DISTINCT_TEXTS.get(0)))
                .as("whether the first key existed")
                .isTrue();
        assertThat(notes.count()).as("documents after one key was deleted").isEqualTo(DISTINCT_TEXTS.size() - 1);
    }

    @Test
    @Rule({"TEXT-4", "JSON-9"})
    void stringsAndMemberNames_comeBackExactly() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode strings = tree.putArray("strings").add("");
        ObjectNode members = tree.putObject("members").put("", "");
        DISTINCT_TEXTS.forEach(text -> {
            strings.add(text);
            members.put(text, text);
        });
        DocumentCollection<JsonNode> trees = bench().open(TREES).collection(TREES);
        trees.put("a", tree);
        JsonNode found = trees.get("a").orElseThrow().value();
        for (int i = 0; i < strings.size(); i++) {
            assertThat(found.path("strings").path(i))
                    .as("the string %s", shown(strings.get(i).textValue()))
                    .isEqualTo(strings.get(i));
        }
        DISTINCT_TEXTS.forEach(
                text -> assertThat(found.path("members").path(text).textValue())
                        .as("the member %s", shown(text))
                        .isEqualTo(text));
        assertThat(found).as("the whole document").isEqualTo(tree);
    }

    @Test
    @Rule("TEXT-4")
    void indexTexts_thatDifferAtAll_areDistinct() {
        DocumentCollection<Note> notes = bench().open(UNIQUE).collection(UNIQUE);
        notes.put("empty", note(""));
        for (int i = 0; i < DISTINCT_TEXTS.size(); i++) {
            String key = "key" + i;
            String text = DISTINCT_TEXTS.get(i);
            assertThatCode(() -> notes.put(key, note(text)))
                    .as("put of the unique index text %s, beside others that differ", shown(text))
                    .doesNotThrowAnyException();
        }
        assertThat(keys(notes, "")).as("owners of the empty text").containsExactly("empty");
        for (int i = 0; i < DISTINCT_TEXTS.size(); i++) {
            assertThat(keys(notes, DISTINCT_TEXTS.get(i)))
                    .as("owners of the index text %s", shown(DISTINCT_TEXTS.get(i)))
                    .containsExactly("key" + i);
        }
    }

    private static List<String> keys(DocumentCollection<Note> notes, String text) {
        return notes.find(UNIQUE_TEXT.is(text)).stream().map(Stored::key).toList();
    }

    /** Shows a text by its code points, since these texts look alike. */
    private static String shown(String text) {
        return text.codePoints()
                .mapToObj(point -> String.format("U+%04X", point))
                .toList()
                .toString();
    }
}
