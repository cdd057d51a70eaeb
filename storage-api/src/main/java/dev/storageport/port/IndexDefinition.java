// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Arrays;
import java.util.Locale;

/**
 * An index as a backend sees it. Its values, if it {@linkplain #hasValues() has any}, are computed by the library when a document is written. Two definitions that differ in
 * anything are two indexes, which may exist side by side in one database.
 *
 * @param name the index's name: {@code [a-z][a-z0-9_]{0,47}}
 * @param kind how many values a document has
 * @param type the type of its values; {@link IndexType#TEXT} for a search index
 * @param version the version of the function that computes the values, from 1
 */
public record IndexDefinition(String name, IndexKind kind, IndexType type, int version) {

    /** Refuses a malformed name, and a time that no record has. */
    public IndexDefinition {
        Identifier.check("index", name);
        if (kind == IndexKind.TIME
                && !(type == IndexType.INSTANT
                        && version == 1
                        && Arrays.stream(Field.Attribute.values())
                                .filter(Field.Attribute::isTime)
                                .anyMatch(time -> nameOf(time).equals(name)))) {
            throw new IllegalArgumentException("index " + name + ": no record has such a time");
        }
    }

    /**
     * Returns the index on a time that each record has.
     *
     * @param time {@link Field.Attribute#CREATED_AT} or {@link Field.Attribute#UPDATED_AT}
     */
    public static IndexDefinition ofTime(Field.Attribute time) {
        return new IndexDefinition(nameOf(time), IndexKind.TIME, IndexType.INSTANT, 1);
    }

    private static String nameOf(Field.Attribute time) {
        return time.name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether documents have values in it that the library computes; only those of the kind {@link IndexKind#TIME} have none. */
    public boolean hasValues() {
        return kind != IndexKind.TIME;
    }

    /** Returns whether a value has at most one owner; documents without a value never collide. */
    public boolean unique() {
        return kind == IndexKind.UNIQUE;
    }

    /** Returns kind, type and version in words, for messages. */
    public String described() {
        String words = switch (kind) {
            case SINGLE -> type.name();
            case UNIQUE -> "unique " + type;
            case MULTI_VALUE -> "many " + type;
            case SEARCH -> "search";
            case TIME -> "time";
        };
        return version == 1 ? words : words + " version " + version;
    }
}
