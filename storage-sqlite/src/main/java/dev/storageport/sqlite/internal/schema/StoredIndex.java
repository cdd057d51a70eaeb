// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.schema;

import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.sqlite.internal.connection.Sql;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An index of the database.
 *
 * @param definition what it is
 * @param slot the bit of a record's mask that says whether the record is up to date in it; never used again
 * @param storedAs the column it lives in, or the end of its side table's name
 */
public record StoredIndex(IndexDefinition definition, int slot, String storedAs) {

    public String name() {
        return definition.name();
    }

    public long bit() {
        return 1L << slot;
    }

    /** Returns whether it lives in a column of the collection's table, and not in a table of its own. */
    public boolean inColumn() {
        return definition.kind() == IndexKind.SINGLE || definition.kind() == IndexKind.UNIQUE;
    }

    public String column() {
        return Sql.quote(storedAs);
    }

    /** Returns whether it lives in a table of its own; an index on a time is neither in one nor in a column of its own. */
    public boolean inSideTable() {
        return hasValues() && !inColumn();
    }

    /** Returns whether records have values in it, and may be stale in it. */
    public boolean hasValues() {
        return definition.hasValues();
    }

    /** Returns its side table, if it has one, or else its database index. */
    public String table(String collection) {
        return Sql.quote(collection + "$" + storedAs);
    }

    /** Returns the full-text table of a search index. */
    public String trigrams(String collection) {
        return Sql.quote(collection + "$" + storedAs + "$fts");
    }

    /** Returns the database index of the records that are stale in it, which is empty but while it is being built. */
    public String stale(String collection) {
        return Sql.quote(collection + "$stale$" + slot);
    }

    /** Returns what holds for a stale record; the planner recognises it by its text. */
    public String staleCondition(String qualifier) {
        return "(" + qualifier + "indexed & " + bit() + ") = 0";
    }

    /** Returns the query for the slot of the first of the indexes in which a record is stale; null if there is none. */
    public static String firstStale(String collection, List<StoredIndex> used) {
        StringBuilder text = new StringBuilder("SELECT CASE");
        for (StoredIndex index : used) {
            text.append(" WHEN ")
                    .append(index.anyStale(collection))
                    .append(" THEN ")
                    .append(index.slot());
        }
        return text.append(" END").toString();
    }

    /** Returns the query for whether a record is stale in each of the indexes, of which there is at least one. */
    static String stale(String collection, List<StoredIndex> asked) {
        return asked.stream().map(index -> index.anyStale(collection)).collect(Collectors.joining(", ", "SELECT ", ""));
    }

    private String anyStale(String collection) {
        return "EXISTS (SELECT 1 FROM " + Sql.quote(collection) + " INDEXED BY " + stale(collection) + " WHERE "
                + staleCondition("") + ")";
    }
}
