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

    /** As many levels as most documents have; more are made room for. */
    private static final int LEVELS = 4;

    private static final @Nullable String[] NONE = {};

    /** The last name of the object that is being read, or null. */
    private @Nullable String lastName;

    /** Its length in UTF-8. */
    private int lastBytes;

    /** The last name at each level around this one, from the outermost on. */
    private @Nullable String[] outerNames = NONE;

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
            case END_OBJECT, END_ARRAY -> leave();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            default -> {} // neither counts nor is limited
        }
        if (depth == 0 && token.isScalarValue()) {
            throw new JsonParseException(this, "neither an object nor an array");
        }
    }

    private void name(String name) {
        int bytes = utf8Length(name);
        if (lastName != null && bytes <= lastBytes) {
            suspect |= bytes < lastBytes || CodePointOrder.INSTANCE.compare(lastName, name) >= 0;
        }
        lastName = name;
        lastBytes = bytes;
    }

    private void enter() throws IOException {
        if (depth == Limits.JSON_DEPTH) {
            throw new JsonParseException(this, "too many levels");
        }
        if (depth == outerNames.length) {
            outerNames = Arrays.copyOf(outerNames, Math.max(LEVELS, 2 * depth));
        }
        outerNames[depth++] = lastName;
        lastName = null;
    }

    private void leave() {
        lastName = outerNames[--depth];
        lastBytes = lastName == null ? 0 : utf8Length(lastName);
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
