// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.StorageException;
import dev.storageport.port.ContentChange;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.Precondition;
import dev.storageport.port.Quoted;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Applies single writes: one statement for the record, one more if its content changes. */
final class SqliteWrites {

    private final SqliteConnection connection;
    private final SqliteTexts texts;

    SqliteWrites(SqliteConnection connection, SqliteTexts texts) {
        this.connection = connection;
        this.texts = texts;
    }

    WriteOutcome apply(Write write) {
        try {
            SqliteSql sql = texts.of(write.collection());
            if (write instanceof Write.Put put) {
                return put(sql, put);
            }
            return write instanceof Write.Touch touch ? touch(sql, touch) : delete(sql, (Write.Delete) write);
        } catch (SQLException failed) {
            StorageException reported = connection.failed(
                    "collection " + write.collection().name() + ", key " + Quoted.text(write.key()) + ": write",
                    failed);
            throw SqliteErrors.uniqueViolation(write, failed)
                    .<StorageException>map(violation -> violation)
                    .orElse(reported);
        }
    }

    private WriteOutcome put(SqliteSql sql, Write.Put put) throws SQLException {
        PreparedStatement statement = connection.statement(putText(sql, put.precondition()));
        statement.setString(1, put.key());
        statement.setLong(
                2, put.precondition() instanceof Precondition.AtRevision at ? at.revision() : put.firstRevision());
        statement.setLong(3, put.dataVersion());
        statement.setLong(4, SqliteValues.micros(put.now()));
        statement.setLong(5, put.bodyBytes());
        statement.setString(6, put.body());
        int parameter = SqliteSql.FIRST_INDEX_PARAMETER;
        for (IndexDefinition index : put.collection().indexes()) {
            SqliteValues.bind(statement, parameter++, put.indexValues().get(index.name()));
        }
        WriteOutcome outcome = returned(statement);
        if (outcome instanceof WriteOutcome.Written) {
            change(sql, put.key(), put.content());
        }
        return outcome;
    }

    private static String putText(SqliteSql sql, Precondition precondition) {
        if (precondition instanceof Precondition.Absent) {
            return sql.insert;
        }
        if (precondition instanceof Precondition.Present) {
            return sql.replace;
        }
        return precondition instanceof Precondition.AtRevision ? sql.replaceAtRevision : sql.upsert;
    }

    private void change(SqliteSql sql, String key, ContentChange change) throws SQLException {
        if (change instanceof ContentChange.Replace replace) {
            PreparedStatement statement = connection.statement(sql.putContent);
            statement.setString(1, key);
            statement.setLong(2, replace.frame().rawBytes());
            statement.setBytes(3, replace.frame().bytes());
            statement.executeUpdate();
        } else if (change instanceof ContentChange.Remove) {
            PreparedStatement statement = connection.statement(sql.removeContent);
            statement.setString(1, key);
            statement.executeUpdate();
        }
    }

    private WriteOutcome touch(SqliteSql sql, Write.Touch touch) throws SQLException {
        PreparedStatement statement = connection.statement(sql.touch);
        statement.setString(1, touch.key());
        statement.setLong(2, SqliteValues.micros(touch.now()));
        return returned(statement);
    }

    private WriteOutcome delete(SqliteSql sql, Write.Delete delete) throws SQLException {
        if (delete.precondition() instanceof Precondition.Absent) {
            return new WriteOutcome.NotApplied();
        }
        boolean anyRevision = !(delete.precondition() instanceof Precondition.AtRevision);
        PreparedStatement statement = connection.statement(anyRevision ? sql.deleteKey : sql.deleteKeyAtRevision);
        statement.setString(1, delete.key());
        if (delete.precondition() instanceof Precondition.AtRevision at) {
            statement.setLong(2, at.revision());
        }
        return statement.executeUpdate() == 1 ? new WriteOutcome.Deleted() : new WriteOutcome.NotApplied();
    }

    private static WriteOutcome returned(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return new WriteOutcome.NotApplied();
            }
            WriteOutcome written = new WriteOutcome.Written(
                    row.getLong(1), SqliteValues.instant(row.getLong(2)), SqliteValues.instant(row.getLong(3)));
            row.next(); // A key has one row; only the step behind it finishes the statement.
            return written;
        }
    }
}
