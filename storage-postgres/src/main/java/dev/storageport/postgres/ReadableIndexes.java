// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.IndexNotReadyException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/** Refuses answers that may be short, because a document is stale in an index that was used. */
final class ReadableIndexes {

    private ReadableIndexes() {}

    /** Asks in a statement of its own, which must see the snapshot of the answer. */
    static void require(Statements statements, StoredCollection table, Collection<StoredIndex> columns)
            throws SQLException {
        try (PreparedStatement statement = statements.prepare(QuerySql.readiness(table, columns));
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
