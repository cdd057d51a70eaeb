// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/**
 * An index as a backend sees it. Its values are computed by the library when a document is written. Two definitions that differ in
 * anything are two indexes, which may exist side by side in one database.
 *
 * @param name the index's name: {@code [a-z][a-z0-9_]{0,47}}
 * @param kind how many values a document has
 * @param type the type of its values; {@link IndexType#TEXT} for a search index
 * @param version the version of the function that computes the values, from 1
 */
public record IndexDefinition(String name, IndexKind kind, IndexType type, int version) {

    /** Refuses a malformed name. */
    public IndexDefinition {
        Identifier.check("index", name);
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
        };
        return version == 1 ? words : words + " version " + version;
    }
}
