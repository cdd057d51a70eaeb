// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Quoted;
import java.util.function.Supplier;

/**
 * The rule for text that a database stores: valid Unicode without U+0000. PostgreSQL refuses U+0000, SQLite cuts functions at
 * it; both drivers turn an unpaired surrogate into a question mark, which merges distinct keys without an error.
 */
final class TextRules {

    private TextRules() {}

    /** Checks a key and returns it. */
    static String key(String collection, String key) {
        return anyKey(() -> "collection " + collection + ", key", key);
    }

    /** Checks a key of any collection and returns it. */
    static String anyKey(String field, String key) {
        return anyKey(() -> field, key);
    }

    private static String anyKey(Supplier<String> field, String key) {
        if (key == null) {
            throw new InvalidValueException(field.get(), "is null");
        }
        if (key.isEmpty()) {
            throw new InvalidValueException(field.get(), "is empty");
        }
        checkLength(field, key, Limits.KEY_BYTES);
        return key;
    }

    /** Names a document in a message. */
    static String document(String collection, String key) {
        return "collection " + collection + ", key " + Quoted.text(key);
    }

    /** Checks a text and its length in bytes of UTF-8. */
    static void checkLength(String field, String text, int limit) {
        checkLength(() -> field, text, limit);
    }

    private static void checkLength(Supplier<String> field, String text, int limit) {
        if (utf8Length(field, text) > limit) {
            throw new LimitExceededException(field.get(), limit, "bytes of UTF-8");
        }
    }

    /** Checks a text and returns its length in bytes of UTF-8. */
    static long utf8Length(String field, String text) {
        return utf8Length(() -> field, text);
    }

    /** Checks a text and returns its length in bytes of UTF-8; the field is named only if it must be. */
    static long utf8Length(Supplier<String> field, String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new InvalidValueException(field.get(), "holds U+0000");
            }
            if (!Character.isSurrogate(c)) {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            } else if (isPair(text, i)) {
                bytes += 4;
                i++;
            } else {
                throw new InvalidValueException(field.get(), "holds an unpaired surrogate");
            }
        }
        return bytes;
    }

    /** Checks that a text can be encoded, which is all that a content needs: it may hold U+0000. */
    static void checkEncodable(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    throw new InvalidValueException(field, "holds an unpaired surrogate");
                }
                i++;
            }
        }
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
