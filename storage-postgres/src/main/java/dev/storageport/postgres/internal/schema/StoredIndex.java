// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;

/**
 * Where the values of an index are; those of an index on a time are the times that each document has.
 *
 * @param definition the index
 * @param slot its bit in each document's mask of the indexes that it is up to date in, and nothing but a number if it has no values of its own
 * @param name the column; an earlier definition of the same name may own {@code ix_<name>}
 */
public record StoredIndex(IndexDefinition definition, int slot, String name) {

    /** Returns the definition's column, given whether another one of its name has the plain form. */
    public static StoredIndex of(IndexDefinition definition, int slot, boolean first) {
        if (!definition.hasValues()) {
            return new StoredIndex(definition, slot, definition.name());
        }
        String plain = "ix_" + definition.name();
        return new StoredIndex(definition, slot, first ? plain : plain + "$" + slot);
    }

    /** Returns whether it has values of its own, which a document may be stale in. */
    public boolean hasValues() {
        return definition.hasValues();
    }

    public IndexKind kind() {
        return definition.kind();
    }

    long bit() {
        return 1L << slot;
    }

    public String quoted() {
        return Names.quoted(name);
    }

    /** Returns the type of one value. */
    public String elementType() {
        return type(definition.type());
    }

    /** Returns the type of the column. */
    public String type() {
        return kind() == IndexKind.MULTI_VALUE ? elementType() + "[]" : elementType();
    }

    /** Returns the name of the index of the database over the values. */
    public String valueIndex(String collection) {
        return Names.index(collection, name);
    }

    /** Returns the name of the index of the database over the stale documents, which is empty as a rule. */
    public String staleIndex(String collection) {
        return Names.index(collection, "stale_" + slot);
    }

    /** Returns what holds for stale documents; the same text everywhere, so that the server finds that index. */
    public String stale(String table) {
        return "(" + table + "indexed & '" + bit() + "'::bigint) = 0";
    }

    public static String type(IndexType type) {
        return switch (type) {
            case TEXT -> "text";
            case INTEGER -> "bigint";
            case REAL -> "double precision";
            case BOOLEAN -> "boolean";
            case INSTANT -> "timestamptz";
            case DATE -> "date";
            case UUID -> "uuid";
        };
    }
}
