// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Write;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.statement.Statements.Shape;
import dev.storageport.postgres.internal.statement.WriteKind.Content;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The statements that write by key. That of one document has nothing around it, which is the cheapest form on every engine; that of many
 * takes as arrays what differs from document to document, and everything else once.
 *
 * <pre>
 * one    INSERT … VALUES (…) ON CONFLICT …         UPDATE … SET … = ? WHERE key = ?         DELETE … WHERE key = ?
 * many   INSERT … SELECT … FROM unnest(…) ON CONFLICT …
 *        WITH v AS (the rows),
 *             k AS (their documents, locked in the order of the keys: a join would lock in any order)
 *        UPDATE … FROM v                           DELETE … USING v
 * </pre>
 */
final class WriteSql {

    private static final String WRITTEN = " RETURNING t.key, t.revision, t.created_at, t.updated_at";
    private static final String NEXT_REVISION = "revision = t.revision + 1, updated_at = greatest(";

    /** In the zone that has no change of its offset: an interval added to a time is not immutable otherwise. */
    private static final String LATER_THAN_STORED =
            ", (t.updated_at AT TIME ZONE 'UTC' + interval '1 microsecond') AT TIME ZONE 'UTC')";

    private static final String NO_CONTENT = ", raw_bytes = NULL, frame = NULL";

    /**
     * Which statement.
     *
     * @param expecting whether a revision is asked for
     */
    private record Form(WriteKind kind, Shape shape, Content content, boolean expecting) {

        boolean single() {
            return shape == Shape.SINGLE;
        }
    }

    private final String table;
    private final String mask;
    private final List<WriteColumn> indexes;
    /** Kept, because the driver finds a prepared statement by its text. */
    private final Map<Form, WriteStatement> statements = new ConcurrentHashMap<>();

    WriteSql(StoredCollection table) {
        this.table = table.documents();
        this.mask = "'" + table.mask() + "'::bigint";
        this.indexes = table.columns().stream().map(WriteColumn::of).toList();
    }

    /** Returns the statement that writes a batch. */
    WriteStatement write(WriteBatch batch) {
        return statements.computeIfAbsent(
                new Form(batch.kind(), batch.shape(), batch.content(), batch.expects()), this::statement);
    }

    private WriteStatement statement(Form form) {
        WriteStatement.Builder sql = new WriteStatement.Builder();
        if (form.kind() == WriteKind.UPSERT || form.kind() == WriteKind.INSERT) {
            insert(sql, form);
        } else if (form.single()) {
            changeOne(sql, form);
        } else {
            changeMany(sql, form);
        }
        return sql.add(form.kind() == WriteKind.DELETE ? " RETURNING t.key" : WRITTEN)
                .build();
    }

    private void insert(WriteStatement.Builder sql, Form form) {
        boolean contents = form.content() == Content.REPLACE;
        sql.add("INSERT INTO " + table + " AS t (key, body, body_bytes, data_version, revision, created_at, updated_at,"
                + " indexed" + names(indexes) + (contents ? ", raw_bytes, frame" : "") + ") ");
        if (form.single()) {
            sql.add("VALUES (").value(WriteColumn.KEY).add(", ").value(WriteColumn.BODY);
            sql.add(", ").value(WriteColumn.BODY_BYTES);
            sql.add(", ").value("integer", WriteColumn::dataVersion);
            sql.add(", ").value("bigint", WriteColumn::firstRevision);
            sql.add(", ").value("timestamptz", WriteColumn::now);
            sql.add(", ").value("timestamptz", WriteColumn::now).add(", " + mask);
            indexes.forEach(index -> sql.add(", ").value(index));
            if (contents) {
                sql.add(", ").parameter("integer", WriteSql::rawBytes);
                sql.add(", ").parameter("bytea", WriteSql::frame);
            }
            sql.add(")");
        } else {
            sql.add(
                    "SELECT u.key, u.body::jsonb, octet_length(u.body), p.data_version, p.revision + u.n - 1, p.now, p.now, "
                            + mask + elements(indexes) + (contents ? ", u.raw_bytes, u.frame" : "") + " FROM ");
            List<WriteColumn> columns = joined(List.of(WriteColumn.KEY, WriteColumn.BODY), indexes);
            rows(sql, columns, contents, true);
            sql.add(", (SELECT ").value("integer", WriteColumn::dataVersion).add(" AS data_version, ");
            sql.value("bigint", WriteColumn::firstRevision).add(" AS revision, ");
            sql.value("timestamptz", WriteColumn::now).add(" AS now) AS p");
        }
        sql.add(" ON CONFLICT (key) DO ");
        if (form.kind() == WriteKind.INSERT) {
            sql.add("NOTHING");
            return;
        }
        sql.add("UPDATE SET " + NEXT_REVISION + "excluded.updated_at" + LATER_THAN_STORED + ", indexed = " + mask);
        for (String column : List.of("body", "body_bytes", "data_version")) {
            sql.add(", " + column + " = excluded." + column);
        }
        indexes.forEach(index -> sql.add(", " + index.name() + " = excluded." + index.name()));
        sql.add(
                switch (form.content()) {
                    case KEEP -> "";
                    case REMOVE -> NO_CONTENT;
                    case REPLACE -> ", raw_bytes = excluded.raw_bytes, frame = excluded.frame";
                });
    }

    /** Changes a document that is there. */
    private void changeOne(WriteStatement.Builder sql, Form form) {
        if (form.kind() == WriteKind.DELETE) {
            sql.add("DELETE FROM " + table + " AS t");
        } else {
            sql.add("UPDATE " + table + " AS t SET ");
            changes(sql, form, column -> sql.value(column));
            if (form.kind().writesBody()) {
                sql.add(", body_bytes = ").value(WriteColumn.BODY_BYTES);
            }
            if (form.content() == Content.REPLACE) {
                sql.add(", raw_bytes = ").parameter("integer", WriteSql::rawBytes);
                sql.add(", frame = ").parameter("bytea", WriteSql::frame);
            }
        }
        sql.add(" WHERE t.key = ").value(WriteColumn.KEY);
        if (form.expecting()) {
            sql.add(" AND t.revision = ").value(WriteColumn.EXPECTED);
        }
    }

    /** Changes documents that are there. */
    private void changeMany(WriteStatement.Builder sql, Form form) {
        boolean contents = form.content() == Content.REPLACE;
        List<WriteColumn> columns = new ArrayList<>(List.of(WriteColumn.KEY));
        if (form.expecting()) {
            columns.add(WriteColumn.EXPECTED);
        }
        if (form.kind().writesBody()) {
            columns.add(WriteColumn.BODY);
        }
        if (form.kind().writesIndexes()) {
            columns.addAll(indexes);
        }
        sql.add("WITH v AS MATERIALIZED (SELECT " + named(columns)
                + (form.kind().writesBody() ? ", octet_length(u.body) AS body_bytes" : "")
                + (contents ? ", u.raw_bytes, u.frame" : "") + " FROM ");
        rows(sql, columns, contents, false);
        sql.add("), k AS MATERIALIZED (SELECT t.key FROM " + table
                + " AS t WHERE t.key = ANY (ARRAY (SELECT v.key FROM v)) ORDER BY t.key FOR "
                + (form.kind() == WriteKind.DELETE ? "UPDATE) " : "NO KEY UPDATE) "));
        if (form.kind() == WriteKind.DELETE) {
            sql.add("DELETE FROM " + table + " AS t USING v");
        } else {
            sql.add("UPDATE " + table + " AS t SET ");
            changes(sql, form, column -> sql.add("v." + column.name()));
            sql.add(form.kind().writesBody() ? ", body_bytes = v.body_bytes" : "");
            sql.add(contents ? ", raw_bytes = v.raw_bytes, frame = v.frame" : "");
            sql.add(" FROM v");
        }
        sql.add(" WHERE t.key = v.key AND t.key = ANY (ARRAY (SELECT k.key FROM k))");
        if (form.expecting()) {
            sql.add(" AND (v.expected IS NULL OR t.revision = v.expected)");
        }
    }

    /** Assigns all but the size of the body and the content. */
    private void changes(WriteStatement.Builder sql, Form form, Consumer<WriteColumn> value) {
        if (form.kind().isReindex()) {
            // The documents are up to date in these indexes too then.
            sql.add("indexed = t.indexed | " + mask);
        } else {
            sql.add(NEXT_REVISION).value("timestamptz", WriteColumn::now).add(LATER_THAN_STORED);
            sql.add(form.kind() == WriteKind.TOUCH ? "" : ", indexed = " + mask);
        }
        if (form.kind().writesBody()) {
            sql.add(", body = ");
            value.accept(WriteColumn.BODY);
            sql.add(", data_version = ").value("integer", WriteColumn::dataVersion);
        }
        if (form.kind().writesIndexes()) {
            for (WriteColumn index : indexes) {
                sql.add(", " + index.name() + " = ");
                value.accept(index);
            }
        }
        sql.add(form.content() == Content.REMOVE ? NO_CONTENT : "");
    }

    /** Adds the rows of a batch, as u. */
    private static void rows(
            WriteStatement.Builder sql, List<WriteColumn> columns, boolean contents, boolean numbered) {
        sql.add("unnest(").list(columns, sql::values);
        if (contents) {
            sql.add(", ").parameter("integer[]", WriteSql::allRawBytes);
            sql.add(", ").parameter("bytea[]", WriteSql::frames);
        }
        sql.add(numbered ? ") WITH ORDINALITY AS u (" : ") AS u (");
        sql.list(columns, column -> sql.add(column.name()));
        sql.add((contents ? ", raw_bytes, frame" : "") + (numbered ? ", n)" : ")"));
    }

    private static String names(List<WriteColumn> columns) {
        StringBuilder names = new StringBuilder();
        columns.forEach(column -> names.append(", ").append(column.name()));
        return names.toString();
    }

    private static String elements(List<WriteColumn> columns) {
        StringBuilder elements = new StringBuilder();
        columns.forEach(column -> elements.append(", u.").append(column.name()).append(column.elementCast()));
        return elements.toString();
    }

    private static String named(List<WriteColumn> columns) {
        StringBuilder named = new StringBuilder();
        for (WriteColumn column : columns) {
            named.append(named.isEmpty() ? "u." : ", u.").append(column.name()).append(column.elementCast());
            named.append(" AS ").append(column.name());
        }
        return named.toString();
    }

    private static List<WriteColumn> joined(List<WriteColumn> first, List<WriteColumn> second) {
        List<WriteColumn> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }

    private static Optional<ContentFrame> content(Write write) {
        return write instanceof Write.Put put && put.content() instanceof ContentChange.Replace replace
                ? Optional.of(replace.frame())
                : Optional.empty();
    }

    private static void rawBytes(Statements statements, PreparedStatement statement, int at, WriteBatch batch)
            throws SQLException {
        Values.bind(
                statement,
                at,
                new IndexValue.IntegerValue(
                        content(batch.writes().get(0)).orElseThrow().rawBytes()));
    }

    private static void frame(Statements statements, PreparedStatement statement, int at, WriteBatch batch)
            throws SQLException {
        statement.setBytes(at, content(batch.writes().get(0)).orElseThrow().bytes());
    }

    private static void allRawBytes(Statements statements, PreparedStatement statement, int at, WriteBatch batch)
            throws SQLException {
        Integer[] sizes = batch.writes().stream()
                .map(write -> content(write).map(ContentFrame::rawBytes).orElse(null))
                .toArray(Integer[]::new);
        statement.setArray(at, statements.connection().createArrayOf("int4", sizes));
    }

    private static void frames(Statements statements, PreparedStatement statement, int at, WriteBatch batch)
            throws SQLException {
        byte[][] frames = batch.writes().stream()
                .map(write -> content(write).map(ContentFrame::bytes).orElse(null))
                .toArray(byte[][]::new);
        statement.setArray(at, statements.connection().createArrayOf("bytea", frames));
    }
}
