// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that write by key. A write reads its rows from a source that stands for one row of parameters or for arrays of them,
 * so single documents and batches share each statement.
 */
final class PostgresWriteSql {

    private static final String WRITTEN = "t.key, t.revision, t.created_at, t.updated_at";
    private static final String NEXT_REVISION = "revision = t.revision + 1";
    private static final String REPLACING =
            "ON CONFLICT (key, part) DO UPDATE SET frame = excluded.frame, raw_bytes = excluded.raw_bytes";

    /** How a put treats a record that is there, or is not. */
    enum PutForm {
        UPSERT,
        INSERT,
        UPDATE
    }

    /** What a put of one document does to its content. */
    enum ContentForm {
        KEEP,
        REMOVE,
        REPLACE
    }

    /** A column as a source gives it. */
    private record Column(String name, String type) {}

    private static final Column KEY = new Column("key", "text");
    private static final Column UPDATED_AT = new Column("updated_at", "timestamptz");
    private static final Column EXPECTED = new Column("expected", "bigint");
    private static final List<Column> BODY = List.of(new Column("body", "jsonb"), new Column("body_bytes", "integer"));
    private static final Column DATA_VERSION = new Column("data_version", "integer");

    private final String table;
    private final String content;
    private final String mask;
    private final List<Column> indexes;
    private final List<Column> columns;
    private final Map<PutForm, Map<ContentForm, String>> putOne = new EnumMap<>(PutForm.class);
    private final Map<PutForm, String> putMany;

    PostgresWriteSql(PostgresTable table) {
        this.table = table.documents();
        this.content = table.contents();
        this.mask = "'" + table.mask() + "'::bigint";
        this.indexes = table.columns().stream()
                .map(column -> new Column(column.quoted(), column.type()))
                .toList();
        this.columns = Stream.of(
                        List.of(KEY),
                        BODY,
                        List.of(new Column("revision", "bigint"), DATA_VERSION),
                        List.of(new Column("created_at", "timestamptz"), UPDATED_AT),
                        indexes)
                .flatMap(List::stream)
                .toList();
        this.putMany = PostgresReadSql.each(PutForm.class, form -> put(form, PostgresWriteSql::arrays));
        for (PutForm form : PutForm.values()) {
            String put = put(form, PostgresWriteSql::row);
            putOne.put(form, PostgresReadSql.each(ContentForm.class, change -> withContent(put, change)));
        }
    }

    /** One row: a parameter for each column. */
    private static String row(List<Column> columns) {
        return columns.stream()
                .map(column -> "?::" + column.type() + " AS " + column.name())
                .collect(Collectors.joining(", ", "(SELECT ", ")"));
    }

    /** Many rows: a text array for each column. */
    private static String arrays(List<Column> columns) {
        return columns.stream()
                        .map(column -> column.name() + "::" + column.type() + " AS " + column.name())
                        .collect(Collectors.joining(", ", "(SELECT ", ""))
                + columns.stream().map(column -> "?::text[]").collect(Collectors.joining(", ", " FROM unnest(", ")"))
                + columns.stream().map(Column::name).collect(Collectors.joining(", ", " AS u (", "))"));
    }

    private String put(PutForm form, Function<List<Column>, String> source) {
        if (form == PutForm.UPDATE) {
            List<Column> expecting = new ArrayList<>(columns);
            expecting.add(EXPECTED);
            return "UPDATE " + table + " AS t SET " + replacing("v") + " FROM " + source.apply(expecting)
                    + " AS v WHERE t.key = v.key AND (v.expected IS NULL OR t.revision = v.expected) RETURNING "
                    + WRITTEN;
        }
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " AS t (" + names + ", indexed) SELECT " + names + ", " + mask + " FROM "
                + source.apply(columns) + " AS v ON CONFLICT (key) DO "
                + (form == PutForm.INSERT ? "NOTHING" : "UPDATE SET " + replacing("excluded")) + " RETURNING "
                + WRITTEN;
    }

    private String replacing(String row) {
        return NEXT_REVISION + ", " + laterThanStored(row + ".updated_at") + ", " + assignments(row, BODY) + ", "
                + assignments(row, List.of(DATA_VERSION)) + assignmentsOfIndexes(row) + ", indexed = " + mask;
    }

    private static String assignments(String row, List<Column> columns) {
        return columns.stream()
                .map(column -> column.name() + " = " + row + "." + column.name())
                .collect(Collectors.joining(", "));
    }

    private String assignmentsOfIndexes(String row) {
        return indexes.isEmpty() ? "" : ", " + assignments(row, indexes);
    }

    private static String laterThanStored(String time) {
        return "updated_at = greatest(" + time + ", t.updated_at + interval '1 microsecond')";
    }

    private String withContent(String put, ContentForm change) {
        return switch (change) {
            case KEEP -> put;
            case REMOVE ->
                "WITH w AS (" + put + "), c AS (DELETE FROM " + content
                        + " AS c USING w WHERE c.key = w.key) SELECT key, revision, created_at, updated_at FROM w";
            case REPLACE ->
                "WITH w AS (" + put + "), c AS (INSERT INTO " + content
                        + " (key, part, frame, raw_bytes) SELECT w.key, 0, ?::bytea, ?::integer FROM w " + REPLACING
                        + ") SELECT key, revision, created_at, updated_at FROM w";
        };
    }

    String putOne(PutForm form, ContentForm change) {
        return Objects.requireNonNull(Objects.requireNonNull(putOne.get(form)).get(change));
    }

    String putMany(PutForm form) {
        return Objects.requireNonNull(putMany.get(form));
    }

    String replaceContents() {
        return "INSERT INTO " + content + " (key, part, frame, raw_bytes) SELECT u.key, 0, u.frame, u.raw_bytes"
                + " FROM unnest(?::text[], ?::bytea[], ?::integer[]) AS u (key, frame, raw_bytes) " + REPLACING;
    }

    String removeContents() {
        return "DELETE FROM " + content + " WHERE key = ANY (?)";
    }

    String touch() {
        return "UPDATE " + table + " AS t SET " + NEXT_REVISION + ", " + laterThanStored("v.updated_at") + " FROM "
                + arrays(List.of(KEY, UPDATED_AT)) + " AS v WHERE t.key = v.key RETURNING " + WRITTEN;
    }

    /** Replaces the index values, and the bodies if asked; the documents are current for these indexes too then. */
    String restate(boolean withBody) {
        List<Column> source = new ArrayList<>(List.of(KEY, EXPECTED));
        String body = "";
        if (withBody) {
            source.addAll(BODY);
            source.add(DATA_VERSION);
            body = ", " + assignments("v", BODY) + ", " + assignments("v", List.of(DATA_VERSION));
        }
        source.addAll(indexes);
        return "UPDATE " + table + " AS t SET indexed = t.indexed | " + mask + body + assignmentsOfIndexes("v")
                + " FROM " + arrays(source) + " AS v WHERE t.key = v.key AND t.revision = v.expected RETURNING "
                + WRITTEN;
    }

    String delete() {
        return "DELETE FROM " + table + " AS t USING " + arrays(List.of(KEY, EXPECTED))
                + " AS v WHERE t.key = v.key AND (v.expected IS NULL OR t.revision = v.expected) RETURNING t.key";
    }
}
