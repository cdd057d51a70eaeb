// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.IndexValue;
import dev.storageport.port.Write;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A statement that writes a batch, with what each of its parameters is read from; the same for all batches of a form, so that the
 * driver finds it prepared.
 *
 * @param text the text
 * @param parameters what binds the parameters, in their order
 */
record WriteStatement(String text, List<Parameter> parameters) {

    /** Binds one parameter to what a batch has in it. */
    @FunctionalInterface
    interface Parameter {
        void bind(Statements statements, PreparedStatement statement, int at, WriteBatch batch) throws SQLException;
    }

    /**
     * Binds the parameters, the first of which need not be the first of the statement that this one may be a part of.
     *
     * @return the number of the parameter behind them
     */
    int bind(Statements statements, PreparedStatement statement, int from, WriteBatch batch) throws SQLException {
        int at = from;
        for (Parameter parameter : parameters) {
            parameter.bind(statements, statement, at++, batch);
        }
        return at;
    }

    /** Puts a statement together. */
    static final class Builder {

        private final StringBuilder text = new StringBuilder();
        private final List<Parameter> parameters = new ArrayList<>();

        Builder add(String part) {
            text.append(part);
            return this;
        }

        /** Adds each part, with commas between them. */
        <P> Builder list(Iterable<P> parts, Consumer<P> adding) {
            Iterator<P> rest = parts.iterator();
            while (rest.hasNext()) {
                adding.accept(rest.next());
                if (rest.hasNext()) {
                    text.append(", ");
                }
            }
            return this;
        }

        /** Adds what the whole batch has in a column. */
        Builder value(WriteColumn column) {
            return value(column.type(), column.ofBatch());
        }

        Builder value(String type, Function<WriteBatch, @Nullable IndexValue> value) {
            text.append("?::").append(type);
            parameters.add((statements, statement, at, batch) -> Values.bind(statement, at, value.apply(batch)));
            return this;
        }

        /** Adds what each write of the batch has in a column, as an array. */
        Builder values(WriteColumn column) {
            // The array is cast, and not each element: for times and dates some engines take the latter for unstable.
            text.append("?::text[]").append(column.arrayCast());
            parameters.add((statements, statement, at, batch) ->
                    statements.setTexts(statement, at, texts(column, batch.writes())));
            return this;
        }

        Builder parameter(String type, Parameter parameter) {
            text.append("?::").append(type);
            parameters.add(parameter);
            return this;
        }

        WriteStatement build() {
            return new WriteStatement(text.toString(), List.copyOf(parameters));
        }

        private static @Nullable String[] texts(WriteColumn column, List<Write> writes) {
            @Nullable String[] texts = new String[writes.size()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = Values.text(column.value().apply(writes.get(i)));
            }
            return texts;
        }
    }
}
