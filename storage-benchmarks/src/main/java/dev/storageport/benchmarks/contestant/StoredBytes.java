// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.contestant;

import dev.storageport.postgres.server.PostgresAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How many bytes a database takes for the documents: the table of that name, its indexes, and tables beside it. */
final class StoredBytes {

    private static final String SQLITE = "select sum(pages.pgsize), (select count(*) from docs) from dbstat pages"
            + " join sqlite_schema on sqlite_schema.name = pages.name"
            + " where tbl_name = 'docs' or tbl_name like 'docs$%'";

    private interface Source {
        Connection connect() throws SQLException;
    }

    private final Source source;
    private final boolean postgres;

    private StoredBytes(Source source, boolean postgres) {
        this.source = source;
        this.postgres = postgres;
    }

    static StoredBytes postgres(PostgresAddress server, String database) {
        return new StoredBytes(() -> server.connect(database), true);
    }

    static StoredBytes sqlite(Path file) {
        return new StoredBytes(() -> DriverManager.getConnection("jdbc:sqlite:" + file), false);
    }

    /** Returns how many bytes there are for each document. */
    double each() throws SQLException {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(postgres ? postgres(table(connection)) : SQLITE)) {
            rows.next();
            return (double) rows.getLong(1) / rows.getLong(2);
        }
    }

    private static String postgres(String table) {
        return "select sum(pg_total_relation_size(oid)), (select count(*) from " + table + ") from pg_class"
                + " where relkind = 'r' and (relname = 'docs' or relname like 'docs$%')";
    }

    // The library has a schema of its own.
    private static String table(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select quote_ident(nspname) from pg_class"
                        + " join pg_namespace on pg_namespace.oid = relnamespace"
                        + " where relkind = 'r' and relname = 'docs'")) {
            rows.next();
            return rows.getString(1) + ".docs";
        }
    }
}
