// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.docs.recipes;

import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own on the server that the build starts. */
final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final PostgresAddress server = PostgresServer.shared();
    private final String name = "docs_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();

    TestDatabase() {
        server.createDatabase(name);
    }

    PostgresAddress server() {
        return server;
    }

    String name() {
        return name;
    }

    String url() {
        return server.url(name);
    }

    Connection connect() throws SQLException {
        return server.connect(name);
    }

    /** Runs the statements as the server's superuser. */
    void execute(List<String> statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        server.dropDatabase(name);
    }
}
