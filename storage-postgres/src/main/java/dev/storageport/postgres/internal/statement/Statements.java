// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Prepares statements on one connection. Plain JDBC and not Jdbi on this path: the baseline shows that Jdbi takes up to a sixth of
 * the throughput of single operations, and arrays, cursors and content need the driver's own calls anyway.
 *
 * @param connection the connection
 * @param keepOnServer whether a statement may stay prepared on the server; behind a pooler it would meet another client's
 */
public record Statements(Connection connection, boolean keepOnServer) {

    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        if (!keepOnServer) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
        return statement;
    }

    void setTexts(PreparedStatement statement, int at, @Nullable String[] texts) throws SQLException {
        statement.setArray(at, connection.createArrayOf("text", texts));
    }
}
