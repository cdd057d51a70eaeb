// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.SchemaException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates what the catalog names and the file lacks, and refuses what does not fit. Looks first and takes the write lock only if
 * something is missing; then looks again, because another process may have been faster.
 */
final class SqliteSchema {

    private final SqliteDatabase database;
    private final SqliteTexts texts;

    SqliteSchema(SqliteDatabase database, SqliteTexts texts) {
        this.database = database;
        this.texts = texts;
    }

    /** Runs on the writer's connection, before anything else does. */
    void prepare(SqliteWriter writer, Catalog catalog) {
        boolean complete = writer.use("open", connection -> {
            try {
                return isComplete(connection, catalog);
            } catch (SQLException failed) {
                throw connection.failed("open", failed);
            }
        });
        if (!complete) {
            writer.<@Nullable Void>transact("open", connection -> {
                try {
                    createMissing(connection, catalog);
                    return null;
                } catch (SQLException failed) {
                    throw connection.failed("open", failed);
                }
            });
        }
    }

    private boolean isComplete(SqliteConnection connection, Catalog catalog) throws SQLException {
        if (!hasLibraryTables(connection)) {
            return false;
        }
        for (CollectionDefinition collection : catalog.collections()) {
            if (!has(connection, collection)) {
                return false;
            }
            checkSame(connection, collection);
        }
        return true;
    }

    private boolean hasLibraryTables(SqliteConnection connection) throws SQLException {
        int layout = Integer.parseInt(connection.text(SqliteSql.pragma("user_version")));
        if (layout > SqliteSql.LAYOUT) {
            throw new SchemaException(
                    "open of " + database.name() + ": its layout " + layout
                            + " is newer than this library, which knows " + SqliteSql.LAYOUT
                            + "; use the newer library",
                    null);
        }
        return layout > 0;
    }

    private void createMissing(SqliteConnection connection, Catalog catalog) throws SQLException {
        if (!hasLibraryTables(connection)) {
            for (String statement : SqliteSql.CREATE_LIBRARY_TABLES) {
                connection.execute(statement);
            }
            connection.execute(SqliteSql.pragma("application_id", String.valueOf(SqliteSql.APPLICATION_ID)));
            connection.execute(SqliteSql.pragma("user_version", String.valueOf(SqliteSql.LAYOUT)));
            note(connection, "created the layout");
        }
        for (CollectionDefinition collection : catalog.collections()) {
            if (has(connection, collection)) {
                checkSame(connection, collection);
            } else {
                create(connection, collection);
            }
        }
    }

    private static boolean has(SqliteConnection connection, CollectionDefinition collection) throws SQLException {
        PreparedStatement statement = connection.statement(SqliteSql.HAS_COLLECTION);
        statement.setString(1, collection.name());
        try (ResultSet row = statement.executeQuery()) {
            return row.next() && row.getLong(1) == 1;
        }
    }

    private void create(SqliteConnection connection, CollectionDefinition collection) throws SQLException {
        for (String statement : texts.of(collection).create()) {
            connection.execute(statement);
        }
        PreparedStatement added = connection.statement(SqliteSql.ADD_COLLECTION);
        added.setString(1, collection.name());
        added.executeUpdate();
        for (IndexDefinition index : collection.indexes()) {
            PreparedStatement statement = connection.statement(SqliteSql.ADD_INDEX);
            statement.setString(1, collection.name());
            statement.setString(2, index.name());
            statement.setString(3, index.type().name());
            statement.setLong(4, index.unique() ? 1 : 0);
            statement.executeUpdate();
        }
        note(connection, "created collection " + collection.name());
    }

    private static void note(SqliteConnection connection, String what) throws SQLException {
        PreparedStatement statement = connection.statement(SqliteSql.ADD_HISTORY);
        statement.setLong(1, SqliteSql.LAYOUT);
        statement.setString(2, what);
        statement.setString(3, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        statement.executeUpdate();
    }

    private void checkSame(SqliteConnection connection, CollectionDefinition collection) throws SQLException {
        Map<String, IndexDefinition> stored = storedIndexes(connection, collection);
        for (IndexDefinition declared : collection.indexes()) {
            IndexDefinition index = stored.remove(declared.name());
            if (index == null) {
                throw differs(collection, declared.name(), "is declared and the file does not have it");
            }
            if (!index.equals(declared)) {
                throw differs(
                        collection,
                        declared.name(),
                        "is declared as " + shown(declared) + " and the file has it as " + shown(index));
            }
        }
        Optional<String> left = stored.keySet().stream().findFirst();
        if (left.isPresent()) {
            throw differs(collection, left.get(), "is in the file and not declared");
        }
    }

    private static Map<String, IndexDefinition> storedIndexes(
            SqliteConnection connection, CollectionDefinition collection) throws SQLException {
        Map<String, IndexDefinition> stored = new LinkedHashMap<>();
        PreparedStatement statement = connection.statement(SqliteSql.INDEXES);
        statement.setString(1, collection.name());
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String name = rows.getString(1);
                stored.put(name, new IndexDefinition(name, IndexType.valueOf(rows.getString(2)), rows.getLong(3) == 1));
            }
        }
        return stored;
    }

    private static String shown(IndexDefinition index) {
        return (index.unique() ? "unique " : "") + index.type();
    }

    private SchemaException differs(CollectionDefinition collection, String index, String how) {
        return new SchemaException(
                "open of " + database.name() + ": collection " + collection.name() + ", index " + index + " " + how,
                null);
    }
}
