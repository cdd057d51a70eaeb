// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.postgres.WriteKind.Content;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    /** Which statement. */
    private record Statement(WriteKind kind, Shape shape, Content content, boolean brief) {}

    private static final List<WriteColumn> BODY =
            List.of(WriteColumn.BODY, WriteColumn.BODY_BYTES, WriteColumn.DATA_VERSION);

    private final String table;
    private final String content;
    private final String mask;
    private final List<StoredIndex> indexes;
    private final Map<WriteKind, List<WriteColumn>> columns = new EnumMap<>(WriteKind.class);
    /** Kept, because the driver finds a prepared statement by its text. */
    private final Map<Statement, String> statements = new ConcurrentHashMap<>();

    WriteSql(StoredCollection table) {
        this.table = table.documents();
        this.content = table.contents();
        this.mask = "'" + table.mask() + "'::bigint";
        this.indexes = table.indexes();
        for (WriteKind kind : WriteKind.values()) {
            columns.put(kind, WriteColumn.of(kind, indexes));
        }
    }

    /** Returns what goes into each row of a batch, in the order of its statement's parameters. */
    List<WriteColumn> columns(WriteBatch batch) {
        return columns(batch.kind());
    }

    private List<WriteColumn> columns(WriteKind kind) {
        return Objects.requireNonNull(columns.get(kind));
    }

    /**
     * Returns the statement that writes a batch. The frame of a single content and its size are the last parameters if it replaces one.
     *
     * @param brief whether there is a first parameter, how long it waits for each lock
     */
    String write(WriteBatch batch, boolean brief) {
        return statements.computeIfAbsent(
                new Statement(batch.kind(), batch.shape(), batch.content(), brief), this::text);
    }

    private String text(Statement statement) {
        WriteKind kind = statement.kind();
        List<String> with = new ArrayList<>();
        if (statement.brief()) {
            with.add(BRIEFLY);
        }
        String source = source(statement);
        if (kind == WriteKind.UPSERT || kind == WriteKind.INSERT) {
            return withContent(with, insert(kind, "(" + source + ") AS v"), statement);
        }
        if (statement.shape() == Shape.SINGLE) {
            return withContent(with, change(kind, "(" + source + ") AS v", ""), statement);
        }
        with.add("v AS MATERIALIZED (" + source + ")");
        with.add("k AS MATERIALIZED (SELECT t.key FROM " + table
                + " AS t WHERE t.key = ANY (ARRAY (SELECT v.key FROM v)) ORDER BY t.key FOR "
                + (kind == WriteKind.DELETE ? "UPDATE)" : "NO KEY UPDATE)"));
        return withContent(with, change(kind, "v", " AND t.key = ANY (ARRAY (SELECT k.key FROM k))"), statement);
    }

    private String source(Statement statement) {
        List<WriteColumn> source = columns(statement.kind());
        if (statement.shape() == Shape.SINGLE) {
            return listed(source, column -> "?::" + column.type() + " AS " + column.name(), "SELECT ", "")
                    + (statement.brief() ? " FROM l" : "");
        }
        return listed(
                        source,
                        column -> "u." + column.name() + "::" + column.type() + " AS " + column.name(),
                        "SELECT ",
                        " FROM ")
                + (statement.brief() ? "l, " : "")
                + listed(source, column -> "?::text[]", "unnest(", ")")
                + listed(source, WriteColumn::name, " AS u (", ")");
    }

    private static String listed(
            List<WriteColumn> columns, Function<WriteColumn, String> text, String before, String after) {
        return columns.stream().map(text).collect(Collectors.joining(", ", before, after));
    }

    private String insert(WriteKind kind, String source) {
        String names = listed(columns(kind), WriteColumn::name, "", "");
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
                        + (kind == WriteKind.REINDEX ? "" : assignments("v", BODY)) + assignmentsOfIndexes("v")
                        + " FROM " + join + " AND t.revision = v.expected" + returning;
            case UPSERT, INSERT, UPDATE -> update + replacing("v") + " FROM " + join + expected + returning;
        };
    }

    private String replacing(String row) {
        return NEXT_REVISION + ", " + laterThanStored(row + ".updated_at") + assignments(row, BODY)
                + assignmentsOfIndexes(row) + ", indexed = " + mask;
    }

    private static String assignments(String row, List<WriteColumn> columns) {
        return columns.stream().map(column -> assignment(row, column.name())).collect(Collectors.joining());
    }

    private String assignmentsOfIndexes(String row) {
        return indexes.stream().map(index -> assignment(row, index.quoted())).collect(Collectors.joining());
    }

    private static String assignment(String row, String column) {
        return ", " + column + " = " + row + "." + column;
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
                + (statement.shape() == Shape.ARRAYS ? "ANY (ARRAY (SELECT w.key FROM w))" : "(SELECT w.key FROM w)");
    }

    String replaceContents() {
        return "INSERT INTO " + content + " (key, part, frame, raw_bytes) SELECT u.key, 0, u.frame, u.raw_bytes"
                + " FROM unnest(?::text[], ?::bytea[], ?::integer[]) AS u (key, frame, raw_bytes) " + REPLACING;
    }

    String removeContents() {
        return "DELETE FROM " + content + " WHERE key = ANY (?)";
    }
}
