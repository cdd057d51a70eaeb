// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.IndexNotReadyException;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.schema.StoredIndex;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer that no record is stale in the indexes that a question uses. As long as it is not closed, its statement is under way, and what
 * is asked beside it on the same connection sees the snapshot that it saw; so no transaction has to be begun for that.
 */
final class Readiness {

    private final @Nullable ResultSet answer;

    private Readiness(@Nullable ResultSet answer) {
        this.answer = answer;
    }

    /**
     * Asks.
     *
     * @throws IndexNotReadyException if a record is stale in one of them
     */
    static Readiness require(DatabaseConnection connection, CollectionSql collection, Set<String> used)
            throws SQLException {
        if (used.isEmpty()) {
            return new Readiness(null);
        }
        List<StoredIndex> indexes = used.stream().map(collection::index).toList();
        Readiness asked = new Readiness(connection
                .statement(StoredIndex.firstStale(collection.name(), indexes))
                .executeQuery());
        try {
            asked.refuse(collection, indexes);
            return asked;
        } catch (SQLException | RuntimeException | Error refused) {
            asked.close();
            throw refused;
        }
    }

    private void refuse(CollectionSql collection, List<StoredIndex> indexes) throws SQLException {
        if (answer == null || !answer.next() || answer.getString(1) == null) {
            return;
        }
        long slot = answer.getLong(1);
        throw indexes.stream()
                .filter(index -> index.slot() == slot)
                .findFirst()
                .map(index -> new IndexNotReadyException(collection.name(), index.name()))
                .orElseThrow();
    }

    void close() throws SQLException {
        if (answer != null) {
            answer.close();
        }
    }
}
