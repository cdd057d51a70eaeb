// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexValue;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.schema.StoredIndex;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the index values that stand in side tables; what is there already is left alone. */
final class SideTables {

    private final DatabaseConnection connection;

    SideTables(DatabaseConnection connection) {
        this.connection = connection;
    }

    /** Makes the side tables hold the values of a record, which has been written before. */
    void put(CollectionSql collection, String key, Map<String, IndexValue> values) throws SQLException {
        for (StoredIndex index : collection.indexes()) {
            if (index.inSideTable()) {
                IndexValue value = values.get(index.name());
                if (index.definition().kind() == IndexKind.MULTI_VALUE) {
                    putMany(
                            collection,
                            index,
                            key,
                            value instanceof IndexValue.MultiValue many ? many.values() : List.of());
                } else {
                    putText(collection, index, key, value);
                }
            }
        }
    }

    private void putMany(CollectionSql collection, StoredIndex index, String key, List<IndexValue> values)
            throws SQLException {
        String table = index.table(collection.name());
        List<IndexValue> missing = new ArrayList<>(values);
        for (IndexValue stored : stored(index, table, key)) {
            if (!missing.remove(stored)) {
                run("DELETE FROM " + table + " WHERE value = ?1 AND key = ?2", stored, key);
            }
        }
        for (IndexValue value : missing) {
            run("INSERT INTO " + table + " (value, key) VALUES (?1, ?2)", value, key);
        }
    }

    private List<IndexValue> stored(StoredIndex index, String table, String key) throws SQLException {
        PreparedStatement statement = connection.statement("SELECT value FROM " + table + " WHERE key = ?1");
        statement.setString(1, key);
        List<IndexValue> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Values.value(rows, 1, index.definition().type()).ifPresent(values::add);
            }
        }
        return values;
    }

    private void putText(CollectionSql collection, StoredIndex index, String key, @Nullable IndexValue text)
            throws SQLException {
        String table = index.table(collection.name());
        if (text == null) {
            PreparedStatement statement = connection.statement(
                    "DELETE FROM " + table + " WHERE id = (SELECT id FROM " + collection.table() + " WHERE key = ?1)");
            statement.setString(1, key);
            statement.executeUpdate();
        } else {
            run(
                    "INSERT INTO " + table + " (id, text) SELECT id, ?1 FROM " + collection.table()
                            + " WHERE key = ?2 ON CONFLICT (id) DO UPDATE SET text = excluded.text"
                            + " WHERE text <> excluded.text",
                    text,
                    key);
        }
    }

    private void run(String sql, IndexValue value, String key) throws SQLException {
        PreparedStatement statement = connection.statement(sql);
        Values.bind(statement, 1, value);
        statement.setString(2, key);
        statement.executeUpdate();
    }
}
