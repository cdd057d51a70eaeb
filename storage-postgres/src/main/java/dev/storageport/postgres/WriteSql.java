// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.postgres.WriteKind.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that write by key. A write reads its rows from a source that stands for one row of parameters or for arrays of them,
 * so single documents and batches share each statement.
 *
 * <pre>
 * WITH l AS (sets how long the statement waits for a lock)      if it is brief, for all that follows reads from it
 *      v AS (the rows)
 *      k AS (their documents, locked in the order of the keys)  if it changes several; a join would lock in any order
 *      w AS (INSERT, UPDATE or DELETE)
 *      c AS (their contents, replaced or removed)
 * </pre>
 */
final class WriteSql {

    private static final String WRITTEN = "t.key, t.revision, t.created_at, t.updated_at";
    private static final String NEXT_REVISION = "revision = t.revision + 1";
    private static final String REPLACING =
            "ON CONFLICT (key, part) DO UPDATE SET frame = excluded.frame, raw_bytes = excluded.raw_bytes";
    private static final String BRIEFLY = "l AS MATERIALIZED (SELECT set_config('lock_timeout', ?, true))";

    /** How many rows a statement writes. */
    enum Rows {
        /** One, each value a parameter. */
        ONE,
        /** One, in arrays. */
        ONE_IN_ARRAYS,
        MANY
    }

    /** Which statement. */
    private record Statement(WriteKind kind, Rows rows, Content content, boolean brief) {}

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
    /** Kept, because the driver finds a prepared statement by its text. */
    private final Map<Statement, String> statements = new ConcurrentHashMap<>();

    WriteSql(StoredCollection table) {
        this.table = table.documents();
        this.content = table.contents();
        this.mask = "'" + table.mask() + "'::bigint";
        this.indexes = table.indexes().stream()
                .map(storedIndex -> new Column(storedIndex.quoted(), storedIndex.type()))
                .toList();
        this.columns = Stream.of(
                        List.of(KEY),
                        BODY,
                        List.of(new Column("revision", "bigint"), DATA_VERSION, UPDATED_AT),
                        indexes)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Returns the statement that writes rows.
     *
     * @param content what it does to the contents of puts; the frame and its size are the last parameters if it replaces one
     */
    String write(WriteKind kind, Rows rows, Content content) {
        return write(new Statement(kind, rows, content, false));
    }

    /** Returns the same with a first parameter, how long it waits for each lock. */
    String writeBriefly(WriteKind kind, Rows rows, Content content) {
        return write(new Statement(kind, rows, content, true));
    }

    private String write(Statement statement) {
        return statements.computeIfAbsent(statement, this::text);
    }

    private String text(Statement statement) {
        WriteKind kind = statement.kind();
        List<String> with = new ArrayList<>();
        if (statement.brief()) {
            with.add(BRIEFLY);
        }
        String source = source(source(kind), statement);
        if (kind == WriteKind.UPSERT || kind == WriteKind.INSERT) {
            return withContent(with, insert(kind, "(" + source + ") AS v"), statement);
        }
        if (statement.rows() != Rows.MANY) {
            return withContent(with, change(kind, "(" + source + ") AS v", ""), statement);
        }
        with.add("v AS MATERIALIZED (" + source + ")");
        with.add("k AS MATERIALIZED (SELECT t.key FROM " + table
                + " AS t WHERE t.key = ANY (ARRAY (SELECT v.key FROM v)) ORDER BY t.key FOR "
                + (kind == WriteKind.DELETE ? "UPDATE)" : "NO KEY UPDATE)"));
        return withContent(with, change(kind, "v", " AND t.key = ANY (ARRAY (SELECT k.key FROM k))"), statement);
    }

    private List<Column> source(WriteKind kind) {
        List<Column> source = new ArrayList<>();
        switch (kind) {
            case UPSERT, INSERT -> source.addAll(columns);
            case UPDATE -> {
                source.addAll(columns);
                source.add(EXPECTED);
            }
            case TOUCH -> source.addAll(List.of(KEY, UPDATED_AT));
            case DELETE -> source.addAll(List.of(KEY, EXPECTED));
            case REINDEX, REINDEX_WITH_BODY -> {
                source.addAll(List.of(KEY, EXPECTED));
                if (kind == WriteKind.REINDEX_WITH_BODY) {
                    source.addAll(BODY);
                    source.add(DATA_VERSION);
                }
                source.addAll(indexes);
            }
        }
        return source;
    }

    private static String source(List<Column> columns, Statement statement) {
        if (statement.rows() == Rows.ONE) {
            return columns.stream()
                            .map(column -> "?::" + column.type() + " AS " + column.name())
                            .collect(Collectors.joining(", ", "SELECT ", ""))
                    + (statement.brief() ? " FROM l" : "");
        }
        return columns.stream()
                        .map(column -> "u." + column.name() + "::" + column.type() + " AS " + column.name())
                        .collect(Collectors.joining(", ", "SELECT ", " FROM "))
                + (statement.brief() ? "l, " : "")
                + columns.stream().map(column -> "?::text[]").collect(Collectors.joining(", ", "unnest(", ")"))
                + columns.stream().map(Column::name).collect(Collectors.joining(", ", " AS u (", ")"));
    }

    private String insert(WriteKind kind, String source) {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " AS t (" + names + ", created_at, indexed) SELECT " + names + ", updated_at, "
                + mask + " FROM " + source + " ON CONFLICT (key) DO "
                + (kind == WriteKind.INSERT ? "NOTHING" : "UPDATE SET " + replacing("excluded")) + " RETURNING "
                + WRITTEN;
    }

    /** Returns a statement that changes records that are there. */
    private String change(WriteKind kind, String source, String locked) {
        String join = source + " WHERE t.key = v.key" + locked;
        String expected = " AND (v.expected IS NULL OR t.revision = v.expected)";
        String update = "UPDATE " + table + " AS t SET ";
        String returning = " RETURNING " + WRITTEN;
        return switch (kind) {
            case TOUCH -> update + NEXT_REVISION + ", " + laterThanStored("v.updated_at") + " FROM " + join + returning;
            case DELETE -> "DELETE FROM " + table + " AS t USING " + join + expected + " RETURNING t.key";
            // The documents are up to date in these indexes too then.
            case REINDEX, REINDEX_WITH_BODY ->
                update + "indexed = t.indexed | " + mask
                        + (kind == WriteKind.REINDEX
                                ? ""
                                : ", " + assignments("v", BODY) + ", " + assignments("v", List.of(DATA_VERSION)))
                        + assignmentsOfIndexes("v") + " FROM " + join + " AND t.revision = v.expected" + returning;
            case UPSERT, INSERT, UPDATE -> update + replacing("v") + " FROM " + join + expected + returning;
        };
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

    private String withContent(List<String> with, String write, Statement statement) {
        String main = write;
        if (statement.content() != Content.KEEP) {
            with.add("w AS (" + write + ")");
            with.add("c AS (" + contents(statement) + ")");
            main = "SELECT key, revision, created_at, updated_at FROM w";
        }
        return (with.isEmpty() ? "" : "WITH " + String.join(", ", with) + " ") + main;
    }

    private String contents(Statement statement) {
        if (statement.content() == Content.REPLACE) {
            return "INSERT INTO " + content
                    + " (key, part, frame, raw_bytes) SELECT w.key, 0, ?::bytea, ?::integer FROM w " + REPLACING;
        }
        // Not a join, which would read the whole table while it is small.
        return "DELETE FROM " + content + " AS c WHERE c.key = "
                + (statement.rows() == Rows.MANY ? "ANY (ARRAY (SELECT w.key FROM w))" : "(SELECT w.key FROM w)");
    }

    String replaceContents() {
        return "INSERT INTO " + content + " (key, part, frame, raw_bytes) SELECT u.key, 0, u.frame, u.raw_bytes"
                + " FROM unnest(?::text[], ?::bytea[], ?::integer[]) AS u (key, frame, raw_bytes) " + REPLACING;
    }

    String removeContents() {
        return "DELETE FROM " + content + " WHERE key = ANY (?)";
    }
}
