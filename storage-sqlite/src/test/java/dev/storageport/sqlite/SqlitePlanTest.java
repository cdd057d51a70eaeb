// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFixture.NOON;
import static dev.storageport.sqlite.SqliteFixture.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Projection;
import dev.storageport.port.Scan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each query must go through an index, without statistics and with those that a close collects. */
final class SqlitePlanTest {

    private static final SqliteSql SQL = new SqliteSql(USERS);
    private static final Filter ALL = new Filter.All();
    private static final Filter RANGE = new Filter.KeyRange(Optional.of("a"), Optional.of("b"));
    private static final Filter MAIL = new Filter.IndexEquals("mail", new IndexValue.Text("x"));
    private static final Filter CONTENT = new Filter.IndexEquals("content", new IndexValue.Whole(1));
    private static final Filter OLD = new Filter.UpdatedBefore(NOON);

    @TempDir
    static Path directory;

    private Connection connection;

    @BeforeEach
    void create() throws SQLException {
        connection = SqliteFixture.connect(directory.resolve("plan.db"));
        SqliteFixture.execute(connection, "DROP TABLE IF EXISTS \"user$content\"");
        SqliteFixture.execute(connection, "DROP TABLE IF EXISTS \"user\"");
        for (String statement : SQL.create()) {
            SqliteFixture.execute(connection, statement);
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void query_ofEveryKind_usesItsIndex(boolean analyzed) throws SQLException {
        if (analyzed) {
            SqliteFixture.execute(
                    connection,
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                            + " INSERT INTO \"user\" (key, revision, data_version, created_at, updated_at, body_bytes,"
                            + " \"ix_mail\", \"ix_content\", body)"
                            + " SELECT 'k' || i, 1, 1, i, i, 2, 'm' || i, i % 2, hex(zeroblob(500)) FROM n");
            SqliteFixture.execute(connection, "ANALYZE");
        }
        for (Projection projection : Projection.values()) {
            assertThat(plan(SQL.readOne(projection))).contains("SEARCH d USING INDEX sqlite_autoindex_user_1 (key=?)");
            assertThat(plan(SQL.readMany(projection))).contains("SEARCH d USING INDEX sqlite_autoindex_user_1 (key=?)");
            assertStreams(ALL, Order.By.KEY, projection);
            assertStreams(ALL, Order.By.CREATED_AT, projection);
            assertStreams(ALL, Order.By.UPDATED_AT, projection);
            assertStreams(RANGE, Order.By.KEY, projection);
            assertStreams(OLD, Order.By.UPDATED_AT, projection);
            assertStreams(CONTENT, Order.By.KEY, projection);
            assertStreams(MAIL, Order.By.UPDATED_AT, projection);
        }
        assertThat(plan(SQL.upsert)).doesNotContain("SCAN");
        assertThat(plan(SQL.delete(OLD))).contains("user$updated_at (updated_at<?)");
        assertThat(plan(SQL.count(CONTENT))).contains("COVERING INDEX user$ix_content");
        assertThat(plan(SQL.updatedAtAtRank))
                .contains("COVERING INDEX user$updated_at")
                .doesNotContain("TEMP B-TREE");
    }

    private void assertStreams(Filter filter, Order.By by, Projection projection) throws SQLException {
        for (boolean descending : new boolean[] {false, true}) {
            Scan scan = new Scan(USERS, filter, new Order(by, descending), OptionalInt.empty(), projection);
            String plan = plan(SQL.scan(scan));
            assertThat(plan)
                    .contains("INDEX")
                    .doesNotContain("TEMP B-TREE FOR ORDER BY")
                    .doesNotContain("SCAN d\n");
        }
    }

    private String plan(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            StringBuilder plan = new StringBuilder();
            while (rows.next()) {
                plan.append(rows.getString("detail")).append('\n');
            }
            return plan.toString();
        }
    }
}
