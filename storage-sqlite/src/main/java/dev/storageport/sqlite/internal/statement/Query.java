// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.IndexValue;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A statement while it is written, with the values of its parameters in their order. Values never become text. */
final class Query {

    private final StringBuilder text = new StringBuilder();
    private final List<IndexValue> values = new ArrayList<>();

    Query add(String sql) {
        text.append(sql);
        return this;
    }

    Query value(IndexValue value) {
        text.append('?');
        values.add(value);
        return this;
    }

    /** Adds what another query says, with its values. */
    Query add(Query other) {
        text.append(other.text);
        values.addAll(other.values);
        return this;
    }

    String text() {
        return text.toString();
    }

    PreparedStatement prepared(DatabaseConnection connection) throws SQLException {
        return prepared(connection, OptionalInt.empty());
    }

    /** Returns the statement with its values bound; with a limit, the text gets a clause for it. */
    PreparedStatement prepared(DatabaseConnection connection, OptionalInt limit) throws SQLException {
        PreparedStatement statement = connection.statement(limit.isPresent() ? text + " LIMIT ?" : text.toString());
        int parameter = 1;
        for (IndexValue value : values) {
            Values.bind(statement, parameter++, value);
        }
        if (limit.isPresent()) {
            statement.setLong(parameter, limit.getAsInt());
        }
        return statement;
    }
}
