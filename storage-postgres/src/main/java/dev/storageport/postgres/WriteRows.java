// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Write;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes of one form as the rows of a statement: an array for each column. */
record WriteRows(CollectionDefinition collection, WriteKind kind, List<? extends Write> writes) {

    /** Binds the arrays from a parameter on. */
    void bind(Statements statements, PreparedStatement statement, int from) throws SQLException {
        int at = from;
        for (Function<Write, @Nullable String> column : columns()) {
            statements.setTexts(statement, at++, texts(column));
        }
    }

    private @Nullable String[] texts(Function<Write, @Nullable String> column) {
        @Nullable String[] texts = new String[writes.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = column.apply(writes.get(i));
        }
        return texts;
    }

    /** Returns what goes into each array, in the order of the statement's parameters. */
    private List<Function<Write, @Nullable String>> columns() {
        List<Function<Write, @Nullable String>> columns = new ArrayList<>();
        columns.add(Write::key);
        switch (kind) {
            case DELETE -> columns.add(write -> expected(((Write.Delete) write).precondition()));
            case TOUCH -> columns.add(write -> ((Write.Touch) write).now().toString());
            case REINDEX, REINDEX_WITH_BODY -> {
                columns.add(write -> Long.toString(reindex(write).revision()));
                if (kind == WriteKind.REINDEX_WITH_BODY) {
                    columns.add(write -> body(write).json());
                    columns.add(write -> Integer.toString(body(write).bytes()));
                    columns.add(write -> Integer.toString(body(write).dataVersion()));
                }
                addIndexes(columns, write -> reindex(write).indexValues());
            }
            case UPSERT, INSERT, UPDATE -> {
                columns.add(write -> put(write).body());
                columns.add(write -> Integer.toString(put(write).bodyBytes()));
                columns.add(write -> Long.toString(put(write).firstRevision()));
                columns.add(write -> Integer.toString(put(write).dataVersion()));
                columns.add(write -> put(write).now().toString());
                addIndexes(columns, write -> put(write).indexValues());
                if (kind == WriteKind.UPDATE) {
                    columns.add(write -> expected(put(write).precondition()));
                }
            }
        }
        return columns;
    }

    private void addIndexes(
            List<Function<Write, @Nullable String>> columns, Function<Write, Map<String, IndexValue>> values) {
        for (IndexDefinition index : collection.indexes()) {
            columns.add(write -> Values.text(values.apply(write).get(index.name())));
        }
    }

    private static Write.Reindex reindex(Write write) {
        return (Write.Reindex) write;
    }

    private static Write.Body body(Write write) {
        return reindex(write).body().orElseThrow();
    }

    private static @Nullable String expected(Precondition precondition) {
        Long expected = WriteExecutor.expected(precondition);
        return expected == null ? null : expected.toString();
    }

    private static Write.Put put(Write write) {
        return (Write.Put) write;
    }
}
