// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.IndexValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A statement that is put together for one call, with the values of its parameters in their order. */
public final class Query {

    /** Binds one parameter. */
    @FunctionalInterface
    private interface Parameter {
        void bind(Statements statements, PreparedStatement statement, int at) throws SQLException;
    }

    private final StringBuilder text = new StringBuilder();
    private final List<Parameter> parameters = new ArrayList<>();

    Query add(String part) {
        text.append(part);
        return this;
    }

    /** Adds what another query says, with its values. */
    Query add(Query other) {
        text.append(other.text);
        parameters.addAll(other.parameters);
        return this;
    }

    Query value(IndexValue value) {
        text.append('?');
        parameters.add((statements, statement, at) -> Values.bind(statement, at, value));
        return this;
    }

    Query value(String value) {
        return value(new IndexValue.TextValue(value));
    }

    /** Adds values of one type as one array. */
    Query array(String type, List<IndexValue> values) {
        text.append("?::").append(type).append("[]");
        String[] texts = values.stream().map(Values::text).toArray(String[]::new);
        parameters.add((statements, statement, at) -> statements.setTexts(statement, at, texts));
        return this;
    }

    public String text() {
        return text.toString();
    }

    public PreparedStatement prepare(Statements statements) throws SQLException {
        PreparedStatement statement = statements.prepare(text.toString());
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).bind(statements, statement, i + 1);
        }
        return statement;
    }
}
