// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Prepares statements on one connection. Plain JDBC and not Jdbi on this path: the baseline shows that Jdbi takes up to a sixth of
 * the throughput of single operations, and arrays, cursors and content need the driver's own calls anyway.
 *
 * @param connection the connection
 * @param keepOnServer whether a statement may stay prepared on the server; behind a pooler it would meet another client's
 * @param last whether the next statement is the only one of its transaction, and only reads; the transaction is then committed in the same
 *     request, and the statement's answer is there when it is
 */
public record Statements(Connection connection, boolean keepOnServer, boolean last) {

    /** How a statement is given the documents that it reads or writes. */
    public enum Shape {
        /** One, each value a parameter. */
        SINGLE,
        /** Any number, an array for each column. */
        ARRAYS
    }

    private static final String COMMIT = "; COMMIT";

    /** Prepares statements of a transaction that somebody else ends, or that commit by themselves. */
    public Statements(Connection connection, boolean keepOnServer) {
        this(connection, keepOnServer, false);
    }

    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(last ? sql + COMMIT : sql);
        if (!keepOnServer) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
        return statement;
    }

    /** Returns the first answer of a statement, behind which there may be others. */
    ResultSet query(PreparedStatement statement) throws SQLException {
        statement.execute();
        return statement.getResultSet();
    }

    void setTexts(PreparedStatement statement, int at, @Nullable String[] texts) throws SQLException {
        statement.setArray(at, connection.createArrayOf("text", texts));
    }
}
