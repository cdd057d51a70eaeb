// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storageport.StorageOptions;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads profiles from NDJSON: one JSON object a line, whose member {@code id} is the player's id. Lines are split as bytes, so that
 * text which is not UTF-8 costs one line and not the rest of the file. Empty lines are passed over.
 */
final class ProfileReader {

    private static final ObjectReader JSON = StorageOptions.defaultMapper()
            .reader()
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Consumer<ProfileLine> profiles;
    private final Consumer<RefusedLine> refused;
    private final Set<String> seen = new HashSet<>();

    ProfileReader(Consumer<ProfileLine> profiles, Consumer<RefusedLine> refused) {
        this.profiles = profiles;
        this.refused = refused;
    }

    /** Reads to the end and returns the number of lines that were not empty. */
    int read(InputStream input) throws IOException {
        InputStream bytes = new BufferedInputStream(input);
        int lines = 0;
        int number = 1;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = bytes.read(); next >= 0 || line.size() > 0; next = bytes.read()) {
            if (next >= 0 && next != '\n') {
                line.write(next);
                continue;
            }
            if (!isBlank(line.toByteArray())) {
                lines++;
                accept(number, line.toByteArray());
            }
            line.reset();
            number++;
        }
        return lines;
    }

    private static boolean isBlank(byte[] line) {
        for (byte character : line) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }

    private void accept(int number, byte[] line) throws IOException {
        try {
            if (JSON.readTree(line) instanceof ObjectNode object) {
                accept(number, object);
            } else {
                refuse(number, "is not a JSON object");
            }
        } catch (JsonMappingException unfit) {
            refuse(number, "is not a profile: " + reason(unfit));
        } catch (JsonProcessingException malformed) {
            refuse(number, "is not JSON: " + malformed.getOriginalMessage());
        }
    }

    private void accept(int number, ObjectNode object) throws JsonProcessingException {
        JsonNode id = object.remove("id");
        if (id == null || !id.isTextual()) {
            refuse(number, "has no id");
            return;
        }
        Profile profile = JSON.treeToValue(object, Profile.class);
        if (seen.add(id.textValue())) {
            profiles.accept(new ProfileLine(number, id.textValue(), profile));
        } else {
            refuse(number, "has the id of an earlier line: " + id.textValue());
        }
    }

    private void refuse(int number, String reason) {
        refused.accept(new RefusedLine(number, reason));
    }

    /** What the application's own check says, or else what Jackson says of the JSON. */
    private static String reason(JsonMappingException unfit) {
        Throwable cause = unfit.getCause();
        return cause instanceof IllegalArgumentException
                ? String.valueOf(cause.getMessage())
                : unfit.getOriginalMessage();
    }
}
