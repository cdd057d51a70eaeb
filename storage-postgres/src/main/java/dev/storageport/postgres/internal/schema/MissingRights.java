// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Which rights the user lacks, as the server's own functions tell it. The server's message for a missing right is translated and leaves out
 * the right.
 */
public final class MissingRights implements ConnectionExecutor.Rights {

    /** More would not be read. */
    private static final int SHOWN = 5;

    private final String schema;

    public MissingRights(String schema) {
        this.schema = schema;
    }

    @Override
    public Optional<String> missing(Connection connection, boolean forSchema) throws SQLException {
        String sql = "WITH s AS (SELECT oid, quote_ident(nspname) AS name FROM pg_namespace WHERE nspname = "
                + Names.literal(schema)
                + "), t AS (SELECT c.oid, c.relowner AS owner, s.name || '.' || quote_ident(c.relname) AS name, c.relname LIKE"
                + " 'storageport$%' AS ours FROM s JOIN pg_class AS c ON c.relnamespace = s.oid AND c.relkind IN ('r', 'p'))"
                + " SELECT current_user, array_to_string(ARRAY("
                + "SELECT 'CREATE on database ' || quote_ident(current_database()) WHERE NOT EXISTS (SELECT 1 FROM s)"
                + " AND NOT has_database_privilege(current_database(), 'CREATE')"
                + " UNION ALL SELECT 'USAGE on schema ' || name FROM s WHERE NOT has_schema_privilege(oid, 'USAGE')"
                + (forSchema
                        ? " UNION ALL SELECT 'CREATE on schema ' || name FROM s WHERE NOT has_schema_privilege(oid, 'CREATE')"
                                + " UNION ALL SELECT 'the ownership of table ' || name FROM t WHERE NOT pg_has_role(owner, 'USAGE')"
                        : "")
                + " UNION ALL SELECT string_agg(privilege, ', ' ORDER BY at) || ' on table ' || name FROM t CROSS JOIN"
                + " (VALUES (1, 'SELECT'), (2, 'INSERT'), (3, 'UPDATE'), (4, 'DELETE')) AS p(at, privilege)"
                + " WHERE (at = 1 OR NOT ours) AND NOT has_table_privilege(oid, privilege) GROUP BY name"
                + " LIMIT " + SHOWN + "), '; ')";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            String lacking = row.getString(2);
            return lacking.isEmpty()
                    ? Optional.empty()
                    : Optional.of("the user \"" + row.getString(1) + "\" lacks " + lacking);
        }
    }
}
