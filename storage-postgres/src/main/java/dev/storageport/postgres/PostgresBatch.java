// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.PostgresWriteSql.PutForm;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes of one collection that one statement applies.
 *
 * <pre>
 * writes:   put a, put b, delete c, put d, touch e          of one collection
 * no unique index:       [put a, put b, put d] [delete c] [touch e]      different keys do not affect each other
 * with a unique index:   [put a, put b] [delete c] [put d] [touch e]     c may own the value that d takes
 * </pre>
 *
 * A statement judges a unique index row by row in the order in which it meets the rows. An insert meets them in the order of its
 * source; an update joins, so with a unique index it takes one document at a time. A restatement takes them all and goes back to one at
 * a time if they are in each other's way.
 */
final class PostgresBatch {

    /** Larger statements gain nothing, and hold more memory on both sides. */
    private static final int ROWS = 1000;

    private static final long BYTES = 16L * 1024 * 1024;

    /** What one statement does. */
    private enum Form {
        UPSERT,
        INSERT,
        UPDATE,
        TOUCH,
        RESTATE,
        RESTATE_WITH_BODY,
        DELETE
    }

    private final CollectionDefinition collection;
    private final Form form;
    private final List<Write> writes = new ArrayList<>();
    /** Where each key's outcome belongs. */
    private final Map<String, Integer> positions = new HashMap<>();

    private long bytes;

    private PostgresBatch(CollectionDefinition collection, Form form) {
        this.collection = collection;
        this.form = form;
    }

    /** Splits writes into batches, in the order in which they are to be applied. */
    static List<PostgresBatch> of(List<Write> writes) {
        List<PostgresBatch> batches = new ArrayList<>();
        Map<String, PostgresBatch> open = new HashMap<>();
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            Form form = form(write);
            boolean ordered = form != Form.TOUCH && hasUniqueIndex(write.collection());
            String slot = write.collection().name() + (ordered ? "" : " " + form);
            PostgresBatch batch = open.get(slot);
            if (batch == null || batch.form != form || batch.isFull(ordered)) {
                batch = new PostgresBatch(write.collection(), form);
                open.put(slot, batch);
                batches.add(batch);
            }
            batch.add(i, write);
        }
        return batches;
    }

    private static Form form(Write write) {
        if (write instanceof Write.Put put) {
            return switch (PostgresWriter.form(put.precondition())) {
                case UPSERT -> Form.UPSERT;
                case INSERT -> Form.INSERT;
                case UPDATE -> Form.UPDATE;
            };
        }
        if (write instanceof Write.Restate restate) {
            return restate.body().isPresent() ? Form.RESTATE_WITH_BODY : Form.RESTATE;
        }
        return write instanceof Write.Touch ? Form.TOUCH : Form.DELETE;
    }

    private static boolean hasUniqueIndex(CollectionDefinition collection) {
        return collection.indexes().stream().anyMatch(IndexDefinition::unique);
    }

    private boolean isFull(boolean ordered) {
        return writes.size() >= ROWS || bytes >= BYTES || (ordered && form == Form.UPDATE);
    }

    private void add(int position, Write write) {
        writes.add(write);
        positions.put(write.key(), position);
        if (write instanceof Write.Put put) {
            bytes += put.bodyBytes();
            bytes += put.content() instanceof ContentChange.Replace replace
                    ? replace.frame().bytes().length
                    : 0;
        } else if (write instanceof Write.Restate restate) {
            bytes += restate.body().map(Write.Body::bytes).orElse(0);
        }
    }

    String collection() {
        return collection.name();
    }

    /** Applies the batch and enters the outcomes of what was applied. */
    void apply(
            PostgresWriter writer,
            PostgresWriteSql sql,
            PostgresStatements statements,
            @Nullable WriteOutcome[] outcomes)
            throws SQLException {
        if (writes.size() == 1 && writes.get(0) instanceof Write.Put put) {
            outcomes[position(put.key())] = writer.putOne(put);
            return;
        }
        if (isRestate() && writes.size() > 1 && hasUniqueIndex(collection)) {
            restate(writer, sql, statements, outcomes);
        } else {
            applyTogether(sql, statements, outcomes);
        }
        changeContents(sql, statements, outcomes);
    }

    private boolean isRestate() {
        return form == Form.RESTATE || form == Form.RESTATE_WITH_BODY;
    }

    /**
     * Restates all documents at once, which meets no value of another as a rule, since most have no value before. If it does, one
     * after another.
     */
    private void restate(
            PostgresWriter writer,
            PostgresWriteSql sql,
            PostgresStatements statements,
            @Nullable WriteOutcome[] outcomes)
            throws SQLException {
        Savepoint before = statements.connection().setSavepoint();
        try {
            applyTogether(sql, statements, outcomes);
            statements.connection().releaseSavepoint(before);
        } catch (SQLException failure) {
            if (!PostgresErrors.isUniqueViolation(failure)) {
                throw failure;
            }
            statements.connection().rollback(before);
            for (Write write : writes) {
                PostgresBatch one = new PostgresBatch(collection, form);
                one.add(position(write.key()), write);
                one.apply(writer, sql, statements, outcomes);
            }
        }
    }

    private void applyTogether(PostgresWriteSql sql, PostgresStatements statements, @Nullable WriteOutcome[] outcomes)
            throws SQLException {
        try (PreparedStatement statement = statements.prepare(text(sql))) {
            List<Function<Write, @Nullable String>> columns = columns();
            for (int i = 0; i < columns.size(); i++) {
                statements.setTexts(statement, i + 1, texts(columns.get(i)));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    outcomes[position(rows.getString(1))] =
                            form == Form.DELETE ? new WriteOutcome.Deleted() : PostgresWriter.written(rows);
                }
            }
        }
    }

    private int position(String key) {
        Integer position = positions.get(key);
        if (position == null) {
            throw new IllegalStateException("the server returned a key that was not written");
        }
        return position;
    }

    private String text(PostgresWriteSql sql) {
        return switch (form) {
            case UPSERT -> sql.putMany(PutForm.UPSERT);
            case INSERT -> sql.putMany(PutForm.INSERT);
            case UPDATE -> sql.putMany(PutForm.UPDATE);
            case TOUCH -> sql.touch();
            case RESTATE -> sql.restate(false);
            case RESTATE_WITH_BODY -> sql.restate(true);
            case DELETE -> sql.delete();
        };
    }

    /** Returns what goes into each array, in the order of the statement's parameters. */
    private List<Function<Write, @Nullable String>> columns() {
        List<Function<Write, @Nullable String>> columns = new ArrayList<>();
        columns.add(Write::key);
        switch (form) {
            case DELETE -> columns.add(write -> expected(((Write.Delete) write).precondition()));
            case TOUCH -> columns.add(write -> ((Write.Touch) write).now().toString());
            case RESTATE, RESTATE_WITH_BODY -> {
                columns.add(write -> Long.toString(restate(write).revision()));
                if (form == Form.RESTATE_WITH_BODY) {
                    columns.add(write -> body(write).json());
                    columns.add(write -> Integer.toString(body(write).bytes()));
                    columns.add(write -> Integer.toString(body(write).dataVersion()));
                }
                addIndexes(columns, write -> restate(write).indexValues());
            }
            case UPSERT, INSERT, UPDATE -> {
                columns.add(write -> put(write).body());
                columns.add(write -> Integer.toString(put(write).bodyBytes()));
                columns.add(write -> Long.toString(put(write).firstRevision()));
                columns.add(write -> Integer.toString(put(write).dataVersion()));
                columns.add(write -> put(write).now().toString());
                columns.add(write -> put(write).now().toString());
                addIndexes(columns, write -> put(write).indexValues());
                if (form == Form.UPDATE) {
                    columns.add(write -> expected(put(write).precondition()));
                }
            }
        }
        return columns;
    }

    private void addIndexes(
            List<Function<Write, @Nullable String>> columns, Function<Write, Map<String, IndexValue>> values) {
        for (IndexDefinition index : collection.indexes()) {
            columns.add(write -> PostgresValues.text(values.apply(write).get(index.name())));
        }
    }

    private static Write.Restate restate(Write write) {
        return (Write.Restate) write;
    }

    private static Write.Body body(Write write) {
        return restate(write).body().orElseThrow();
    }

    private static @Nullable String expected(Precondition precondition) {
        Long expected = PostgresWriter.expected(precondition);
        return expected == null ? null : expected.toString();
    }

    private static Write.Put put(Write write) {
        return (Write.Put) write;
    }

    private @Nullable String[] texts(Function<Write, @Nullable String> column) {
        @Nullable String[] texts = new String[writes.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = column.apply(writes.get(i));
        }
        return texts;
    }

    /** Changes the contents of the documents that were put; keeping all of them touches nothing. */
    private void changeContents(PostgresWriteSql sql, PostgresStatements statements, @Nullable WriteOutcome[] outcomes)
            throws SQLException {
        List<Write.Put> replaced = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (Write write : writes) {
            if (write instanceof Write.Put put && outcomes[position(put.key())] != null) {
                if (put.content() instanceof ContentChange.Replace) {
                    replaced.add(put);
                } else if (put.content() instanceof ContentChange.Remove) {
                    removed.add(put.key());
                }
            }
        }
        if (!replaced.isEmpty()) {
            replaceContents(sql, statements, replaced);
        }
        if (!removed.isEmpty()) {
            try (PreparedStatement statement = statements.prepare(sql.removeContents())) {
                statements.setTexts(statement, 1, removed.toArray(String[]::new));
                statement.executeUpdate();
            }
        }
    }

    private static void replaceContents(PostgresWriteSql sql, PostgresStatements statements, List<Write.Put> puts)
            throws SQLException {
        String[] keys = new String[puts.size()];
        byte[][] frames = new byte[puts.size()][];
        Integer[] rawBytes = new Integer[puts.size()];
        for (int i = 0; i < keys.length; i++) {
            ContentChange.Replace replace = (ContentChange.Replace) puts.get(i).content();
            keys[i] = puts.get(i).key();
            frames[i] = replace.frame().bytes();
            rawBytes[i] = replace.frame().rawBytes();
        }
        try (PreparedStatement statement = statements.prepare(sql.replaceContents())) {
            statements.setTexts(statement, 1, keys);
            statement.setArray(2, statements.connection().createArrayOf("bytea", frames));
            statement.setArray(3, statements.connection().createArrayOf("int4", rawBytes));
            statement.executeUpdate();
        }
    }
}
