// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.StorageException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Errors;
import dev.storageport.sqlite.internal.schema.StoredIndex;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Applies single writes: one statement for the record, more if its content or what stands in side tables changes. */
final class WriteExecutor {

    private final DatabaseConnection connection;
    private final CollectionStatements collections;
    private final SideTables sides;
    private final ContentTable contents;

    WriteExecutor(DatabaseConnection connection, CollectionStatements collections) {
        this.connection = connection;
        this.collections = collections;
        sides = new SideTables(connection);
        contents = new ContentTable(connection);
    }

    WriteOutcome apply(Write write) {
        CollectionSql collection = collections.of(write.collection());
        try {
            if (write instanceof Write.Put put) {
                return put(collection, put);
            } else if (write instanceof Write.Reindex reindex) {
                return reindex(collection, reindex);
            }
            return write instanceof Write.Touch touch
                    ? touch(collection, touch)
                    : delete(collection, (Write.Delete) write);
        } catch (SQLException failed) {
            StorageException reported = connection.failed(write.collection().place(write.key()), failed);
            throw uniqueViolation(collection, write.key(), failed)
                    .<StorageException>map(violation -> violation)
                    .orElse(reported);
        }
    }

    /** Returns the violation of a unique index by the write of a key, if that is what the error says. */
    private static Optional<UniqueViolationException> uniqueViolation(
            CollectionSql collection, String key, SQLException error) {
        if (!Errors.isUniqueViolation(error)) {
            return Optional.empty();
        }
        String message = String.valueOf(error.getMessage());
        for (StoredIndex index : collection.indexes()) {
            if (index.definition().unique() && message.endsWith(collection.name() + "." + index.storedAs() + ")")) {
                return Optional.of(new UniqueViolationException(collection.name(), index.name(), key, error));
            }
        }
        return Optional.empty();
    }

    private WriteOutcome put(CollectionSql collection, Write.Put put) throws SQLException {
        PreparedStatement statement = connection.statement(putText(collection.puts(), put.precondition()));
        statement.setString(1, put.key());
        statement.setLong(
                2, put.precondition() instanceof Precondition.AtRevision at ? at.revision() : put.firstRevision());
        statement.setLong(3, put.dataVersion());
        statement.setLong(4, Values.micros(put.now()));
        statement.setLong(5, put.bodyBytes());
        statement.setString(6, put.body());
        statement.setLong(7, put.content() instanceof ContentChange.Replace ? 1 : 0);
        PutSql.bindColumns(statement, collection.indexes(), put.indexValues());
        WriteOutcome outcome;
        boolean hasContent;
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return new WriteOutcome.NotApplied();
            }
            outcome = written(row);
            hasContent = row.getLong(4) != 0;
            row.next(); // A key has one row; only the step behind it finishes the statement.
        }
        sides.put(collection, put.key(), put.indexValues());
        if (put.content() instanceof ContentChange.Replace replace) {
            contents.put(collection, put.key(), replace.frame());
        } else if (put.content() instanceof ContentChange.Remove && hasContent) {
            contents.remove(collection, put.key());
            noteNoContent(collection, put.key());
        }
        return outcome;
    }

    private void noteNoContent(CollectionSql collection, String key) throws SQLException {
        PreparedStatement statement = connection.statement(collection.noteNoContent);
        statement.setString(1, key);
        statement.executeUpdate();
    }

    private WriteOutcome reindex(CollectionSql collection, Write.Reindex reindex) throws SQLException {
        PutSql puts = collection.puts();
        PreparedStatement statement =
                connection.statement(reindex.body().isPresent() ? puts.reindexWithBody : puts.reindex);
        statement.setString(1, reindex.key());
        statement.setLong(2, reindex.revision());
        if (reindex.body().isPresent()) {
            Write.Body body = reindex.body().get();
            statement.setLong(3, body.dataVersion());
            statement.setLong(5, body.bytes());
            statement.setString(6, body.json());
        }
        PutSql.bindColumns(statement, collection.indexes(), reindex.indexValues());
        WriteOutcome outcome = returned(statement);
        if (outcome instanceof WriteOutcome.Written) {
            sides.put(collection, reindex.key(), reindex.indexValues());
        }
        return outcome;
    }

    private static String putText(PutSql puts, Precondition precondition) {
        if (precondition instanceof Precondition.Absent) {
            return puts.insert;
        }
        if (precondition instanceof Precondition.Present) {
            return puts.replace;
        }
        return precondition instanceof Precondition.AtRevision ? puts.replaceAtRevision : puts.upsert;
    }

    private WriteOutcome touch(CollectionSql collection, Write.Touch touch) throws SQLException {
        PreparedStatement statement = connection.statement(collection.touch);
        statement.setString(1, touch.key());
        statement.setLong(2, Values.micros(touch.now()));
        return returned(statement);
    }

    private WriteOutcome delete(CollectionSql collection, Write.Delete delete) throws SQLException {
        if (delete.precondition() instanceof Precondition.Absent) {
            return new WriteOutcome.NotApplied();
        }
        boolean anyRevision = !(delete.precondition() instanceof Precondition.AtRevision);
        PreparedStatement statement =
                connection.statement(anyRevision ? collection.deleteKey : collection.deleteKeyAtRevision);
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
            WriteOutcome written = written(row);
            row.next(); // as above
            return written;
        }
    }

    private static WriteOutcome written(ResultSet row) throws SQLException {
        return new WriteOutcome.Written(row.getLong(1), Values.instant(row.getLong(2)), Values.instant(row.getLong(3)));
    }
}
