// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import dev.storageport.benchmarks.workload.Player;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Ways to write many documents in one transaction. */
public enum BulkInsert {
    /** Batches of a thousand on PostgreSQL; on SQLite, which has no round trips, one prepared batch. */
    BATCH {
        @Override
        void put(Connection connection, Dialect dialect, List<String> keys, List<Player> players) throws SQLException {
            int size = dialect == Dialect.POSTGRES ? PORTION : keys.size();
            try (PreparedStatement statement = connection.prepareStatement(dialect.put())) {
                for (int i = 0; i < keys.size(); i++) {
                    statement.setString(1, keys.get(i));
                    statement.setString(2, Json.text(players.get(i)));
                    statement.addBatch();
                    if ((i + 1) % size == 0 || i + 1 == keys.size()) {
                        statement.executeBatch();
                    }
                }
            }
        }
    },
    /** Two arrays for a thousand documents; PostgreSQL only. */
    ARRAYS {
        @Override
        void put(Connection connection, Dialect dialect, List<String> keys, List<Player> players) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(Dialect.putArrays())) {
                for (int from = 0; from < keys.size(); from += PORTION) {
                    int to = Math.min(keys.size(), from + PORTION);
                    statement.setArray(
                            1,
                            connection.createArrayOf(
                                    "text", keys.subList(from, to).toArray()));
                    statement.setArray(
                            2,
                            connection.createArrayOf(
                                    "text",
                                    players.subList(from, to).stream()
                                            .map(Json::text)
                                            .toArray()));
                    statement.executeUpdate();
                }
            }
        }
    };

    private static final int PORTION = 1_000;

    /** Writes the documents in the transaction of a connection. */
    abstract void put(Connection connection, Dialect dialect, List<String> keys, List<Player> players)
            throws SQLException;
}
