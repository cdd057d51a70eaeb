// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.schema;

import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** What concerns the place comes before what is lacking elsewhere, of which there may be more than is shown. */
    @Override
    public Optional<String> missing(Connection connection, boolean forSchema, String place) throws SQLException {
        String sql = "WITH s AS (SELECT oid, quote_ident(nspname) AS name FROM pg_namespace WHERE nspname = "
                + Names.literal(schema)
                + "), t AS (SELECT c.oid, c.relowner AS owner, s.name || '.' || quote_ident(c.relname) AS name, c.relname LIKE"
                + " 'storageport$%' AS ours, CASE WHEN strpos(?, 'collection ' || c.relname) > 0 THEN 2 ELSE 4 END AS rank"
                + " FROM s JOIN pg_class AS c ON c.relnamespace = s.oid AND c.relkind IN ('r', 'p'))"
                + " SELECT current_user, array_to_string(ARRAY(SELECT lacking FROM ("
                + "SELECT 0 AS rank, 'CREATE on database ' || quote_ident(current_database()) AS lacking"
                + " WHERE NOT EXISTS (SELECT 1 FROM s) AND NOT has_database_privilege(current_database(), 'CREATE')"
                + " UNION ALL SELECT 1, 'USAGE on schema ' || name FROM s WHERE NOT has_schema_privilege(oid, 'USAGE')"
                + (forSchema
                        ? " UNION ALL SELECT 1, 'CREATE on schema ' || name FROM s WHERE NOT has_schema_privilege(oid, 'CREATE')"
                                + " UNION ALL SELECT rank, 'the ownership of table ' || name FROM t WHERE NOT pg_has_role(owner, 'USAGE')"
                        : "")
                + " UNION ALL SELECT rank, string_agg(privilege, ', ' ORDER BY at) || ' on table ' || name FROM t CROSS JOIN"
                + " (VALUES (1, 'SELECT'), (2, 'INSERT'), (3, 'UPDATE'), (4, 'DELETE')) AS p(at, privilege)"
                + " WHERE (at = 1 OR NOT ours) AND NOT has_table_privilege(oid, privilege) GROUP BY rank, name"
                + ") AS l ORDER BY rank, lacking LIMIT " + SHOWN + "), '; ')";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, place);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String lacking = row.getString(2);
                return lacking.isEmpty()
                        ? Optional.empty()
                        : Optional.of("the user \"" + row.getString(1) + "\" lacks " + lacking);
            }
        }
    }
}
