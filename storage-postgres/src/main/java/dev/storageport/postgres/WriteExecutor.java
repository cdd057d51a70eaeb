// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.WriteKind.Content;
import dev.storageport.postgres.WriteSql.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies writes on one connection. What was written is decided by the rows that a statement returns, never by counts. A single
 * write is one statement, and so atomic by itself; several writes need a transaction around them.
 */
final class WriteExecutor {

    private final Map<String, CollectionSql> collections;
    private final Statements statements;

    WriteExecutor(Map<String, CollectionSql> collections, Statements statements) {
        this.collections = collections;
        this.statements = statements;
    }

    /** Returns whether these writes are one statement. */
    static boolean isOneStatement(List<Write> writes) {
        return writes.size() == 1;
    }

    List<WriteOutcome> write(List<Write> writes) throws SQLException {
        if (writes.size() == 1 && writes.get(0) instanceof Write.Put put) {
            return List.of(putOne(put));
        }
        @Nullable WriteOutcome[] outcomes = new WriteOutcome[writes.size()];
        for (WriteBatch batch : WriteBatch.of(writes)) {
            batch.apply(this, sql(batch.collection()).writes(), statements, outcomes);
        }
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                outcomes[i] = new WriteOutcome.NotApplied();
            }
        }
        return List.of(Arrays.copyOf(outcomes, outcomes.length, WriteOutcome[].class));
    }

    private CollectionSql sql(String collection) {
        CollectionSql sql = collections.get(collection);
        if (sql == null) {
            throw new IllegalArgumentException("collection " + collection + " is not in the catalog");
        }
        return sql;
    }

    /** Writes one document in one statement, its content included. */
    WriteOutcome putOne(Write.Put put) throws SQLException {
        WriteKind kind = WriteKind.of(put);
        Content change = Content.of(put);
        try (PreparedStatement statement =
                statements.prepare(sql(put.collection().name()).writes().write(kind, Rows.ONE, change))) {
            return putOne(statement, 1, kind, put);
        }
    }

    /** Does what {@link #write} does with one write, which has no content to store, and waits at most so long for a lock. */
    WriteOutcome writeBriefly(Write write, Duration longestWait) throws SQLException {
        WriteKind kind = WriteKind.of(write);
        Rows rows = write instanceof Write.Put ? Rows.ONE : Rows.ONE_IN_ARRAYS;
        try (PreparedStatement statement = statements.prepare(
                sql(write.collection().name()).writes().writeBriefly(kind, rows, Content.of(write)))) {
            statement.setString(1, milliseconds(longestWait));
            if (write instanceof Write.Put put) {
                return putOne(statement, 2, kind, put);
            }
            new WriteRows(write.collection(), kind, List.of(write)).bind(statements, statement, 2);
            try (ResultSet written = statement.executeQuery()) {
                return written.next() ? outcome(kind, written) : new WriteOutcome.NotApplied();
            }
        }
    }

    /**
     * Applies writes of different documents of one collection, of one form and with the same change of content, in one statement that
     * waits at most so long for each lock. The order must be that of the keys.
     */
    Map<String, WriteOutcome> writeTogether(List<Write> writes, Duration longestWait) throws SQLException {
        Write first = writes.get(0);
        WriteKind kind = WriteKind.of(first);
        try (PreparedStatement statement = statements.prepare(
                sql(first.collection().name()).writes().writeBriefly(kind, Rows.MANY, Content.of(first)))) {
            statement.setString(1, milliseconds(longestWait));
            new WriteRows(first.collection(), kind, writes).bind(statements, statement, 2);
            try (ResultSet written = statement.executeQuery()) {
                Map<String, WriteOutcome> outcomes = new HashMap<>(writes.size() * 2);
                while (written.next()) {
                    outcomes.put(written.getString(1), outcome(kind, written));
                }
                return outcomes;
            }
        }
    }

    private static String milliseconds(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static WriteOutcome putOne(PreparedStatement statement, int from, WriteKind kind, Write.Put put)
            throws SQLException {
        int at = bindRow(statement, from, put);
        if (kind == WriteKind.UPDATE) {
            statement.setObject(at++, expected(put.precondition()), Types.BIGINT);
        }
        if (put.content() instanceof ContentChange.Replace replace) {
            statement.setBytes(at++, replace.frame().bytes());
            statement.setInt(at, replace.frame().rawBytes());
        }
        try (ResultSet written = statement.executeQuery()) {
            return written.next() ? outcome(kind, written) : new WriteOutcome.NotApplied();
        }
    }

    private static int bindRow(PreparedStatement statement, int from, Write.Put put) throws SQLException {
        statement.setString(from, put.key());
        statement.setString(from + 1, put.body());
        statement.setInt(from + 2, put.bodyBytes());
        statement.setLong(from + 3, put.firstRevision());
        statement.setInt(from + 4, put.dataVersion());
        statement.setObject(from + 5, Values.utc(put.now()));
        int at = from + 6;
        for (var index : put.collection().indexes()) {
            Values.bind(statement, at++, put.indexValues().get(index.name()));
        }
        return at;
    }

    static WriteOutcome outcome(WriteKind kind, ResultSet row) throws SQLException {
        return kind == WriteKind.DELETE
                ? new WriteOutcome.Deleted()
                : new WriteOutcome.Written(row.getLong(2), Values.instant(row, 3), Values.instant(row, 4));
    }

    /** Returns the revision that the stored record must have, or {@code null} if any will do. */
    static @Nullable Long expected(Precondition precondition) {
        return precondition instanceof Precondition.AtRevision at ? at.revision() : null;
    }
}
