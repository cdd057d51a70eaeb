// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.storageport.CollectionSpec;

/** Documents and collections that several topics use. */
final class Samples {

    /** A document with a text and a number. */
    record Note(String text, int stars) {}

    static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();

    static final CollectionSpec<JsonNode> TREES =
            CollectionSpec.of("trees", JsonNode.class).build();

    private static final ObjectMapper TREE_READER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Samples() {}

    static Note note(String text) {
        return new Note(text, 1);
    }

    /** Reads JSON into a tree; decimals keep every digit. */
    static JsonNode json(String text) {
        try {
            return TREE_READER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("not JSON: " + text, malformed);
        }
    }
}
