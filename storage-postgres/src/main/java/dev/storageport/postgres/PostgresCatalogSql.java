// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import java.util.List;

/** All SQL of the library's own tables in one schema: which layout it has, which collections and which indexes. */
final class PostgresCatalogSql {

    static final String HAS_SCHEMA = "SELECT count(*) FROM pg_namespace WHERE nspname = ?";
    static final String HAS_LIBRARY_TABLES =
            "SELECT count(*) FROM pg_tables WHERE tablename = 'storageport$history' AND schemaname = ?";

    private final String schema;
    private final String history;
    private final String collections;
    private final String indexes;

    PostgresCatalogSql(String schema) {
        this.schema = schema;
        this.history = PostgresSql.qualified(schema, "storageport$history");
        this.collections = PostgresSql.qualified(schema, "storageport$collections");
        this.indexes = PostgresSql.qualified(schema, "storageport$indexes");
    }

    String createSchema() {
        return "CREATE SCHEMA " + PostgresSql.quoted(schema);
    }

    List<String> createLibraryTables(PostgresDialect dialect) {
        String text = "text" + dialect.textCollation() + " NOT NULL";
        return List.of(
                "CREATE TABLE " + history + " (layout integer PRIMARY KEY, what " + text
                        + ", applied_at timestamptz NOT NULL)",
                "CREATE TABLE " + collections + " (name " + text + " PRIMARY KEY)",
                "CREATE TABLE " + indexes + " (collection " + text + " REFERENCES " + collections + ", name " + text
                        + ", type " + text + ", is_unique boolean NOT NULL, PRIMARY KEY (collection, name))");
    }

    String addLayout() {
        return "INSERT INTO " + history + " (layout, what, applied_at) VALUES (?, ?, ?)";
    }

    String latestLayout() {
        return "SELECT max(layout) FROM " + history;
    }

    String hasCollection() {
        return "SELECT count(*) FROM " + collections + " WHERE name = ?";
    }

    String addCollection() {
        return "INSERT INTO " + collections + " (name) VALUES (?)";
    }

    String addIndex() {
        return "INSERT INTO " + indexes + " (collection, name, type, is_unique) VALUES (?, ?, ?, ?)";
    }

    String indexesOfCollection() {
        return "SELECT name, type, is_unique FROM " + indexes + " WHERE collection = ?";
    }
}
