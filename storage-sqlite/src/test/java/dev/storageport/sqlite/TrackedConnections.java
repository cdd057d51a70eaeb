// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.sqlite.internal.connection.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The connections that ports opened, for tests that break them. */
final class TrackedConnections {

    private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();

    Database database(SqliteOptions options) {
        return new Database(options.forDatabase(), opened::add);
    }

    void breakAll() {
        for (Connection connection = opened.poll(); connection != null; connection = opened.poll()) {
            try {
                connection.close();
            } catch (SQLException failed) {
                throw new AssertionError(failed);
            }
        }
    }
}
