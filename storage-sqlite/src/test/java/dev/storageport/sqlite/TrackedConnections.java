// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.sqlite.internal.connection.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** The connections that ports opened, for tests that break them. */
final class TrackedConnections {

    private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
    private final Consumer<Connection> shown;

    TrackedConnections() {
        this(connection -> {});
    }

    TrackedConnections(Consumer<Connection> shown) {
        this.shown = shown;
    }

    Database database(SqliteOptions options) {
        Consumer<Connection> kept = opened::add;
        return new Database(options.forDatabase(), kept.andThen(shown));
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
