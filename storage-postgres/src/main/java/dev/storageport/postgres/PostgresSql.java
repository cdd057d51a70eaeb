// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

/**
 * All SQL of one collection. That of its definition is in {@link PostgresDefinitions}, that of the catalog in
 * {@link PostgresCatalogSql}.
 */
final class PostgresSql {

    private final PostgresTable table;
    private final PostgresReadSql reads;
    private final PostgresWriteSql writes;
    private final PostgresQuerySql queries;

    PostgresSql(PostgresTable table) {
        this.table = table;
        this.reads = new PostgresReadSql(table);
        this.writes = new PostgresWriteSql(table);
        this.queries = new PostgresQuerySql(table);
    }

    PostgresTable table() {
        return table;
    }

    PostgresReadSql reads() {
        return reads;
    }

    /** Returns the statements that write by key. */
    PostgresWriteSql writes() {
        table.requireComplete();
        return writes;
    }

    PostgresQuerySql queries() {
        return queries;
    }
}
