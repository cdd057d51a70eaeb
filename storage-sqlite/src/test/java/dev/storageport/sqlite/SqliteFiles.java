// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.SchemaMode;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.Scan;
import dev.storageport.port.Write;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.transaction.WritePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the tests of this module write and how they look at a file from outside. */
public final class SqliteFiles {

    public static final CollectionDefinition USERS = new CollectionDefinition(
            "user",
            List.of(
                    new IndexDefinition("mail", IndexKind.UNIQUE, IndexType.TEXT, 1),
                    single("content", IndexType.INTEGER)));
    public static final Catalog CATALOG = new Catalog(List.of(USERS));
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private SqliteFiles() {}

    public static IndexDefinition single(String name, IndexType type) {
        return new IndexDefinition(name, IndexKind.SINGLE, type, 1);
    }

    static SqlitePort open(SqliteOptions options) {
        return open(options, USERS);
    }

    static SqlitePort open(SqliteOptions options, CollectionDefinition... collections) {
        return prepared(new SqlitePort(options), collections);
    }

    static SqlitePort open(Path file, WritePath path) {
        return prepared(new SqlitePort(new Database(SqliteOptions.file(file).forDatabase()), path), USERS);
    }

    private static SqlitePort prepared(SqlitePort port, CollectionDefinition... collections) {
        try {
            port.prepare(new Catalog(List.of(collections)), SchemaMode.MIGRATE);
        } catch (RuntimeException failed) {
            port.close();
            throw failed;
        }
        return port;
    }

    static SqlitePort open(Path file) {
        return open(SqliteOptions.file(file));
    }

    /** Makes a storage in a file, and returns where connections to it come from. */
    public static Database create(Path file, CollectionDefinition... collections) {
        SqliteOptions options = SqliteOptions.file(file);
        open(options, collections.length == 0 ? new CollectionDefinition[] {USERS} : collections)
                .close();
        return new Database(options.forDatabase());
    }

    public static Write.Put put(String key) {
        return put(key, Map.of());
    }

    static Write.Put put(String key, Map<String, IndexValue> values) {
        return put(key, "{\"key\":1}", values, new Precondition.None(), new ContentChange.Keep());
    }

    static Write.Put put(String key, String body) {
        return put(key, body, Map.of(), new Precondition.None(), new ContentChange.Keep());
    }

    static Write.Put put(
            String key, String body, Map<String, IndexValue> values, Precondition precondition, ContentChange content) {
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        return new Write.Put(USERS, key, precondition, body, bytes, 1, values, content, 1, NOON);
    }

    /** Returns the reading of all documents, by key. */
    static Scan all(Projection projection) {
        return scan(new Filter.All(), projection);
    }

    /** Returns the reading of what a filter means, by key. */
    static Scan scan(Filter filter, Projection projection) {
        return new Scan(USERS, filter, Order.KEY, Optional.empty(), OptionalInt.empty(), projection);
    }

    /** Returns the first column of each row, read on a connection of the test's own. */
    public static List<String> query(Path file, String sql) throws SQLException {
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    public static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
    }

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
