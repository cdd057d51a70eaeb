// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.SchemaMode;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.WriteOutcome;
import dev.storageport.port.combining.Combiner.Outcome;
import dev.storageport.sqlite.SqliteFiles;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.DatabaseOptions;
import dev.storageport.sqlite.internal.connection.Sql;
import dev.storageport.sqlite.internal.schema.Layout;
import dev.storageport.sqlite.internal.schema.Schema;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.jdbc4.JDBC4Connection;

/** Requests that share one transaction, without the threads they come from. */
final class GroupCommitTest {

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    @Test
    void commitOfUnknownOutcome_isToldToEachAndNothingIsRunAgain() throws Exception {
        Database database = SqliteFiles.create(file());
        DatabaseOptions options = database.options();
        CollectionStatements collections = new CollectionStatements();
        LosingConnection losing = new LosingConnection(file());
        DatabaseConnection connection = new DatabaseConnection(losing, "test", options);
        WriterConnection writer = new WriterConnection(database, connection, WritePath.USUAL);
        Schema.Prepared prepared = new Schema(database, Layout.CURRENT, statement -> {})
                .prepare(writer, SqliteFiles.CATALOG, SchemaMode.VALIDATE);
        collections.learn(prepared.stored(), SqliteFiles.CATALOG);
        losing.loses = true;
        List<Outcome<List<WriteOutcome>>> outcomes = new GroupCommit(() -> connection, options, false, () -> false)
                .run(List.of(
                        WriteRequest.of("first", collections, List.of(SqliteFiles.put("a"))),
                        WriteRequest.of("second", collections, List.of(SqliteFiles.put("b")))));
        assertThat(outcomes)
                .hasSize(2)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Failure.class,
                                failed -> assertThat(failed.failure())
                                        .isInstanceOfSatisfying(
                                                StorageUnavailableException.class,
                                                lost -> assertThat(lost.outcomeUnknown())
                                                        .isTrue())));
        assertThat(outcomes.stream().distinct()).hasSize(2);
        writer.close();
        assertThat(SqliteFiles.query(file(), "SELECT key FROM \"user\"")).isEmpty();
    }

    /** A connection that is lost when a commit is sent. */
    private static final class LosingConnection extends JDBC4Connection {

        private boolean loses;

        LosingConnection(Path file) throws SQLException {
            super("jdbc:sqlite:" + file, file.toString(), new Properties());
        }

        @Override
        public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
                throws SQLException {
            if (loses && sql.equals(Sql.COMMIT)) {
                throw new SQLException("lost");
            }
            return super.prepareStatement(sql, type, concurrency, holdability);
        }
    }
}
