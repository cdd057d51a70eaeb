// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import dev.storageport.port.CodePointOrder;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored JSON and notices, at nearly no cost, what this library would not have written: JSON edited by hand. What is beyond a limit
 * ends the reading. A member twice shows as names that do not ascend, as they do in canonical JSON; since valid JSON may have been
 * written in another order too, that is only {@linkplain #isSuspect() noted}.
 */
class StoredJsonParser extends JsonParserDelegate {

    /** As many as most documents have; more are made room for. */
    private static final int LEVELS = 8;

    /** The last name of the object, or null, at each level from the outermost on. */
    private @Nullable String[] lastNames = new @Nullable String[LEVELS];

    /** The length of each of these in UTF-8. */
    private int[] lastBytes = new int[LEVELS];

    private int depth;
    private boolean suspect;

    StoredJsonParser(JsonParser parser) {
        super(parser);
    }

    /** Returns whether something was read that may be a member given twice. */
    final boolean isSuspect() {
        return suspect;
    }

    @Override
    public final JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token != null) {
            check(token);
        }
        return token;
    }

    @Override
    public final JsonToken nextValue() throws IOException {
        JsonToken token = nextToken();
        return token == JsonToken.FIELD_NAME ? nextToken() : token;
    }

    private void check(JsonToken token) throws IOException {
        switch (token) {
            case FIELD_NAME -> name(currentName());
            case START_OBJECT, START_ARRAY -> enter();
            case END_OBJECT, END_ARRAY -> depth--;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            default -> {} // neither counts nor is limited
        }
        if (depth == 0 && token.isScalarValue()) {
            throw new JsonParseException(this, "neither an object nor an array");
        }
    }

    private void name(String name) {
        String last = lastNames[depth];
        int bytes = utf8Length(name);
        if (last != null && bytes <= lastBytes[depth]) {
            suspect |= bytes < lastBytes[depth] || CodePointOrder.INSTANCE.compare(last, name) >= 0;
        }
        lastNames[depth] = name;
        lastBytes[depth] = bytes;
    }

    private void enter() throws IOException {
        depth++;
        if (depth > Limits.JSON_DEPTH) {
            throw new JsonParseException(this, "too many levels");
        }
        if (depth == lastNames.length) {
            lastNames = Arrays.copyOf(lastNames, 2 * depth);
            lastBytes = Arrays.copyOf(lastBytes, 2 * depth);
        }
        lastNames[depth] = null;
    }

    private void number() throws IOException {
        int length = getTextLength();
        if (length > Limits.NUMBER_CHARACTERS) {
            throw new JsonParseException(this, "too long a number");
        }
        if (hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
            char[] text = getTextCharacters();
            int end = getTextOffset() + length;
            for (int at = getTextOffset(); at < end; at++) {
                suspect |= (text[at] | 0x20) == 'e'; // never written; it may stand for more digits than there may be
            }
        }
    }

    /** Skips token by token, so that what is skipped is looked at too. */
    @Override
    public final JsonParser skipChildren() throws IOException {
        if (hasToken(JsonToken.START_OBJECT) || hasToken(JsonToken.START_ARRAY)) {
            int outside = depth - 1;
            while (depth > outside && nextToken() != null) {
                // nextToken() counts the levels
            }
        }
        return this;
    }

    private static int utf8Length(String name) {
        int bytes = name.length();
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            if (unit >= 0x80) {
                bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
            }
        }
        return bytes;
    }
}
