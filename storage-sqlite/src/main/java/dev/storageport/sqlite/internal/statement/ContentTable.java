// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.ContentFrame;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes contents, which stand beside their records: SQLite would copy one that stood within with each change of the body. */
final class ContentTable {

    private final DatabaseConnection connection;

    ContentTable(DatabaseConnection connection) {
        this.connection = connection;
    }

    /** Stores the content of a record, which has been written before and says that it has one. */
    void put(CollectionSql collection, String key, ContentFrame frame) throws SQLException {
        PreparedStatement statement = connection.statement(collection.putContent);
        statement.setString(1, key);
        statement.setLong(2, frame.rawBytes());
        statement.setBytes(3, frame.bytes());
        statement.executeUpdate();
    }

    /** Removes the content of a record, which says itself whether it has one. */
    void remove(CollectionSql collection, String key) throws SQLException {
        PreparedStatement statement = connection.statement(collection.removeContent);
        statement.setString(1, key);
        statement.executeUpdate();
    }
}
