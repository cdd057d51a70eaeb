// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.ContentChange;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.PostgresWriteSql.ContentForm;
import dev.storageport.postgres.PostgresWriteSql.PutForm;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies writes on one connection. What was written is decided by the rows that a statement returns, never by counts. A single
 * write is one statement, and so atomic by itself; several writes need a transaction around them.
 */
final class PostgresWriter {

    private final Map<String, PostgresSql> collections;
    private final PostgresStatements statements;

    PostgresWriter(Map<String, PostgresSql> collections, PostgresStatements statements) {
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
        for (PostgresBatch batch : PostgresBatch.of(writes)) {
            batch.apply(this, sql(batch.collection()).writes(), statements, outcomes);
        }
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                outcomes[i] = new WriteOutcome.NotApplied();
            }
        }
        return List.of(Arrays.copyOf(outcomes, outcomes.length, WriteOutcome[].class));
    }

    private PostgresSql sql(String collection) {
        PostgresSql sql = collections.get(collection);
        if (sql == null) {
            throw new IllegalArgumentException("collection " + collection + " is not in the catalog");
        }
        return sql;
    }

    /** Writes one document in one statement, its content included. */
    WriteOutcome putOne(Write.Put put) throws SQLException {
        PutForm form = form(put.precondition());
        ContentForm change = form(put.content());
        try (PreparedStatement statement =
                statements.prepare(sql(put.collection().name()).writes().putOne(form, change))) {
            int at = bindRow(statement, put);
            if (form == PutForm.UPDATE) {
                statement.setObject(at++, expected(put.precondition()), Types.BIGINT);
            }
            if (put.content() instanceof ContentChange.Replace replace) {
                statement.setBytes(at++, replace.frame().bytes());
                statement.setInt(at, replace.frame().rawBytes());
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? written(rows) : new WriteOutcome.NotApplied();
            }
        }
    }

    private static int bindRow(PreparedStatement statement, Write.Put put) throws SQLException {
        statement.setString(1, put.key());
        statement.setString(2, put.body());
        statement.setInt(3, put.bodyBytes());
        statement.setLong(4, put.firstRevision());
        statement.setInt(5, put.dataVersion());
        statement.setObject(6, PostgresValues.utc(put.now()));
        statement.setObject(7, PostgresValues.utc(put.now()));
        int at = 8;
        for (var index : put.collection().indexes()) {
            PostgresValues.bind(statement, at++, put.indexValues().get(index.name()));
        }
        return at;
    }

    static WriteOutcome written(ResultSet row) throws SQLException {
        return new WriteOutcome.Written(row.getLong(2), PostgresValues.instant(row, 3), PostgresValues.instant(row, 4));
    }

    static PutForm form(Precondition precondition) {
        if (precondition instanceof Precondition.None) {
            return PutForm.UPSERT;
        }
        return precondition instanceof Precondition.Absent ? PutForm.INSERT : PutForm.UPDATE;
    }

    private static ContentForm form(ContentChange change) {
        if (change instanceof ContentChange.Keep) {
            return ContentForm.KEEP;
        }
        return change instanceof ContentChange.Remove ? ContentForm.REMOVE : ContentForm.REPLACE;
    }

    /** Returns the revision that the stored record must have, or {@code null} if any will do. */
    static @Nullable Long expected(Precondition precondition) {
        return precondition instanceof Precondition.AtRevision at ? at.revision() : null;
    }
}
