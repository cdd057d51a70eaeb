// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/**
 * An index as a backend sees it: at most one value for each document, computed by the library when the document is written.
 *
 * @param name the index's name: {@code [a-z][a-z0-9_]{0,47}}
 * @param type the type of its values
 * @param unique whether a value has at most one owner; documents without a value never collide
 */
public record IndexDefinition(String name, IndexType type, boolean unique) {

    /** Refuses a malformed name. */
    public IndexDefinition {
        Identifier.check("index", name);
    }
}
