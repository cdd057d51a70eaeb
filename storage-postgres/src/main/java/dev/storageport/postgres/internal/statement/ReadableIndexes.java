// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.IndexNotReadyException;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.schema.StoredIndex;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/** Refuses answers that may be short, because a document is stale in an index that was used. */
final class ReadableIndexes {

    private ReadableIndexes() {}

    /** An expression: the slot of an index that is not ready, or null. */
    static String notReady(StoredCollection table, Collection<StoredIndex> columns) {
        if (columns.isEmpty()) {
            return "NULL::integer";
        }
        StringBuilder slot = new StringBuilder("CASE");
        for (StoredIndex storedIndex : columns) {
            slot.append(" WHEN EXISTS (SELECT 1 FROM ")
                    .append(table.documents())
                    .append(" AS n WHERE ")
                    .append(storedIndex.stale("n."))
                    .append(") THEN ")
                    .append(storedIndex.slot());
        }
        return slot.append(" END").toString();
    }

    /** A query: the slot of an index that is not ready, or null. */
    static String question(StoredCollection table, Collection<StoredIndex> columns) {
        return "SELECT " + notReady(table, columns);
    }

    /** Asks in a statement of its own, which must see the snapshot of the answer. */
    static void require(Statements statements, StoredCollection table, Collection<StoredIndex> columns)
            throws SQLException {
        try (PreparedStatement statement = statements.prepare(question(table, columns));
                ResultSet row = statement.executeQuery()) {
            row.next();
            require(row, 1, table, columns);
        }
    }

    /** Reads the slot of an index that is not ready from a row of the answer; there is none as a rule. */
    static void require(ResultSet row, int at, StoredCollection table, Collection<StoredIndex> columns)
            throws SQLException {
        int slot = row.getInt(at);
        if (row.wasNull()) {
            return;
        }
        for (StoredIndex storedIndex : columns) {
            if (storedIndex.slot() == slot) {
                throw new IndexNotReadyException(
                        table.collection().name(), storedIndex.definition().name());
            }
        }
        throw new IllegalStateException("the server named the slot " + slot + ", which was not asked for");
    }
}
