// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.Catalog;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.schema.Layout;
import dev.storageport.sqlite.internal.schema.StoredCatalog;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import dev.storageport.sqlite.internal.statement.Operations;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseConnectionTest {

    @TempDir
    Path directory;

    @Test
    void statements_ofEverNewTexts_areKeptInBounds() throws SQLException {
        SqliteOptions options = SqliteOptions.file(directory.resolve("app.db"));
        SqliteFiles.open(options).close();
        DatabaseConnection connection = new Database(options.forDatabase()).openReader();
        CollectionStatements collections = new CollectionStatements();
        collections.learn(StoredCatalog.read(connection, Layout.CURRENT, "test"), new Catalog(List.of(USERS)));
        Operations operations = new Operations(connection, collections);
        for (int i = 1; i <= 300; i++) {
            operations.count(USERS, filter(i, 1));
        }
        assertThat(connection.keptStatements()).isEqualTo(128);
        for (int i = 1; i <= 40; i++) {
            operations.count(USERS, filter(i, 1000));
        }
        assertThat(connection.keptStatements()).isBetween(8, 20);
        for (int i = 1; i <= 300; i++) {
            assertThat(operations.count(USERS, filter(1, i))).isZero();
        }
        connection.close();
    }

    /** The library lets pass 200 conditions of 1,000 values each, nested 50 deep. */
    @Test
    void filter_atTheLimitsOfTheLibrary_isUnderstood() {
        Filter nested = filter(200, 1000);
        for (int depth = 0; depth < 24; depth++) {
            nested = new Filter.Not(new Filter.And(List.of(nested, new Filter.Not(filter(1, 1)))));
        }
        Filter filter = nested;
        try (SqlitePort port = SqliteFiles.open(directory.resolve("app.db"))) {
            port.write(List.of(SqliteFiles.put("a", Map.of("content", new IndexValue.IntegerValue(999)))));
            assertThat(port.count(USERS, filter(200, 1000))).isEqualTo(1);
            assertThat(port.count(USERS, filter)).isEqualTo(1);
            assertThat(port.delete(USERS, filter)).isEqualTo(1);
        }
    }

    private static Filter filter(int parts, int values) {
        List<IndexValue> in = LongStream.range(0, values)
                .<IndexValue>mapToObj(IndexValue.IntegerValue::new)
                .toList();
        return new Filter.Or(IntStream.range(0, parts)
                .<Filter>mapToObj(i -> new Filter.In(new Field.Indexed("content"), in))
                .toList());
    }
}
