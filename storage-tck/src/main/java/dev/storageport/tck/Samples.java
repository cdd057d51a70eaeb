// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storageport.CollectionSpec;
import java.util.List;

/** Documents and collections that several topics use. */
final class Samples {

    /** A document with a text and a number. */
    record Note(String text, int stars) {}

    static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    static final CollectionSpec<JsonNode> TREES =
            CollectionSpec.of("trees", JsonNode.class).build();

    /** JSON as an application wrote it: with white space, escapes and mistakes. Read back as it is stored. */
    record Raw(@JsonValue @JsonRawValue String json) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Raw of(JsonNode stored) {
            return new Raw(stored.toString());
        }
    }

    static final CollectionSpec<Raw> RAWS = CollectionSpec.of("raws", Raw.class).build();

    /** Texts that databases, drivers and locales confuse with one another, or take for something else. */
    static final List<String> DISTINCT_TEXTS = List.of(
            "a",
            "A",
            "a ",
            " a",
            "a  ",
            "\ta",
            "a\n",
            "a\r\n",
            "\u00a0a",
            "a\u200b",
            "\ufeffa",
            "a\ufeff",
            " ",
            "  ",
            "\u00e9",
            "e\u0301",
            "\u00c9",
            "\u00df",
            "ss",
            "SS",
            "\u0130",
            "i\u0307",
            "i",
            "I",
            "\u0131",
            "\ufb01",
            "fi",
            "\u212b",
            "\u00c5",
            "A\u030a",
            "\u03c3",
            "\u03c2",
            "\u03a3",
            "\uac00",
            "\u1100\u1161",
            "\uffff",
            "\ufffe",
            "\ufffd",
            "?",
            "??",
            "\ufdd0",
            "\ud83d\ude00",
            "\udbff\udfff",
            "\ud800\udc00",
            "\ue000",
            "007",
            "7",
            "7.0",
            "1e3",
            "1000",
            " 12 ",
            "12",
            "1234567890123456789",
            "1234567890123456788",
            "0x10",
            "-0",
            "0",
            "true",
            "TRUE",
            "null",
            "NULL",
            "NaN",
            "Infinity",
            "2024-01-01",
            "2024-01-01T00:00:00Z",
            "{}",
            "[]",
            "{\"a\":1}",
            "'",
            "''",
            "\"",
            "\\",
            "\\\\",
            "\\u0000",
            "%",
            "_",
            "$1",
            ":name",
            "--",
            "/*",
            ";",
            "\u0001",
            "\u001f",
            "\u007f",
            "\u0080",
            "\u2028",
            "\u202e");

    private static final ObjectMapper TREE_READER = new ObjectMapper();

    private Samples() {}

    static Note note(String text) {
        return new Note(text, 1);
    }

    /** Reads JSON into a tree; decimals are doubles. */
    static JsonNode json(String text) {
        try {
            return TREE_READER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("not JSON: " + text, malformed);
        }
    }
}
