// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.SchemaMode;
import dev.storageport.StorageException;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.sqlite.internal.connection.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.sqlite.SQLiteConnection;

/** A port on a file, and callers whose writes come to wait for its writer. */
final class WaitingCallers implements AutoCloseable {

    private final Path file;
    private final ConcurrentLinkedQueue<SQLiteConnection> connections = new ConcurrentLinkedQueue<>();
    private final SqlitePort port;
    private volatile int mostPages;

    WaitingCallers(SqliteOptions options) {
        file = options.file().orElseThrow();
        port = new SqlitePort(new Database(options.forDatabase(), this::opened));
        port.prepare(SqliteFiles.CATALOG, SchemaMode.MIGRATE);
    }

    private void opened(Connection connection) {
        connections.add((SQLiteConnection) connection);
        limit(connection);
    }

    SqlitePort port() {
        return port;
    }

    /** Returns the first connection, which is that of the writer. */
    SQLiteConnection first() {
        return connections.element();
    }

    /** Lets the file grow by so many pages. The limit is a connection's, and one that SQLite rolled back by itself is replaced. */
    void limitGrowth(int pages) throws SQLException {
        mostPages = pages
                + Integer.parseInt(SqliteFiles.query(file, "PRAGMA page_count").get(0));
        limit(first());
    }

    private void limit(Connection connection) {
        if (mostPages > 0) {
            try {
                SqliteFiles.execute(connection, "PRAGMA max_page_count = " + mostPages);
            } catch (SQLException failed) {
                throw new AssertionError(failed);
            }
        }
    }

    /** Runs a statement as another program would. */
    void execute(String sql) throws SQLException {
        try (Connection connection = SqliteFiles.connect(file)) {
            SqliteFiles.execute(connection, sql);
        }
    }

    List<String> stored() throws SQLException {
        return SqliteFiles.query(file, "SELECT key FROM \"user\" ORDER BY key");
    }

    /** Lets a caller write, and comes back when it waits. */
    FutureTask<List<WriteOutcome>> queue(HeldWriter hold, Write... writes) {
        return hold.queue(port.writer(), () -> port.write(List.of(writes)));
    }

    static void assertFails(FutureTask<?> task, Class<? extends StorageException> kind) {
        assertThatThrownBy(task::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(kind);
    }

    @Override
    public void close() {
        port.close();
    }
}
