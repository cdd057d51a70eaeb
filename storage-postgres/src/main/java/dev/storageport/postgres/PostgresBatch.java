// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.PostgresSql.PutForm;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 * source; an update joins, so with a unique index it takes one document at a time.
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
        }
    }

    String collection() {
        return collection.name();
    }

    /** Applies the batch and enters the outcomes of what was applied. */
    void apply(PostgresWriter writer, PostgresSql sql, PostgresStatements statements, @Nullable WriteOutcome[] outcomes)
            throws SQLException {
        if (writes.size() == 1 && writes.get(0) instanceof Write.Put put) {
            outcomes[position(put.key())] = writer.putOne(put);
            return;
        }
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
        changeContents(sql, statements, outcomes);
    }

    private int position(String key) {
        Integer position = positions.get(key);
        if (position == null) {
            throw new IllegalStateException("the server returned a key that was not written");
        }
        return position;
    }

    private String text(PostgresSql sql) {
        return switch (form) {
            case UPSERT -> sql.putMany(PutForm.UPSERT);
            case INSERT -> sql.putMany(PutForm.INSERT);
            case UPDATE -> sql.putMany(PutForm.UPDATE);
            case TOUCH -> sql.touch();
            case DELETE -> sql.delete();
        };
    }

    /** Returns what goes into each array, in the order of the statement's parameters. */
    private List<Function<Write, @Nullable String>> columns() {
        List<Function<Write, @Nullable String>> columns = new ArrayList<>();
        columns.add(Write::key);
        if (form == Form.DELETE) {
            columns.add(write -> expected(((Write.Delete) write).precondition()));
        } else if (form == Form.TOUCH) {
            columns.add(write -> ((Write.Touch) write).now().toString());
        } else {
            columns.add(write -> put(write).body());
            columns.add(write -> Integer.toString(put(write).bodyBytes()));
            columns.add(write -> Long.toString(put(write).firstRevision()));
            columns.add(write -> Integer.toString(put(write).dataVersion()));
            columns.add(write -> put(write).now().toString());
            columns.add(write -> put(write).now().toString());
            for (IndexDefinition index : collection.indexes()) {
                columns.add(
                        write -> PostgresValues.text(put(write).indexValues().get(index.name())));
            }
            if (form == Form.UPDATE) {
                columns.add(write -> expected(put(write).precondition()));
            }
        }
        return columns;
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
    private void changeContents(PostgresSql sql, PostgresStatements statements, @Nullable WriteOutcome[] outcomes)
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

    private static void replaceContents(PostgresSql sql, PostgresStatements statements, List<Write.Put> puts)
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
