// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.ConfigurationException;
import dev.storageport.sqlite.internal.connection.Database;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The databases in memory that have a name: one of this process for all who name it, from the first to the last of its users. They share the
 * writer, because a database in memory lives in one connection.
 */
public final class NamedMemory {

    private static final Map<String, Shared> BY_NAME = new HashMap<>();

    private static final class Shared {

        private final Database database;
        private final WriterConnection writer;
        private int users;

        private Shared(Database database, WriterConnection writer) {
            this.database = database;
            this.writer = writer;
        }
    }

    private NamedMemory() {}

    /**
     * Returns the writer of the database, opened for the first user. Each user {@linkplain #release releases} it once.
     *
     * @throws ConfigurationException if it is open with other options
     */
    public static WriterConnection take(String name, Database database, Function<Database, WriterConnection> open) {
        synchronized (BY_NAME) {
            Shared shared = BY_NAME.get(name);
            if (shared == null) {
                shared = new Shared(database, open.apply(database));
                BY_NAME.put(name, shared);
            } else if (!shared.database.options().equals(database.options())) {
                throw new ConfigurationException(
                        "options of " + database.name(), "are others than those with which it is open");
            }
            shared.users++;
            return shared.writer;
        }
    }

    /** Returns the writer as {@link #take} does if somebody uses the database now. */
    public static Optional<WriterConnection> takeIfOpen(String name) {
        synchronized (BY_NAME) {
            Shared shared = BY_NAME.get(name);
            if (shared == null) {
                return Optional.empty();
            }
            shared.users++;
            return Optional.of(shared.writer);
        }
    }

    /** Gives the writer back; the last one ends the database. */
    public static void release(String name) {
        Optional<WriterConnection> last = leave(name);
        last.ifPresent(WriterConnection::close); // waits for its user, so nobody else is to wait for this
    }

    private static Optional<WriterConnection> leave(String name) {
        synchronized (BY_NAME) {
            Shared shared = BY_NAME.get(name);
            if (shared == null) {
                throw new IllegalStateException("released more often than taken");
            }
            shared.users--;
            if (shared.users > 0) {
                return Optional.empty();
            }
            BY_NAME.remove(name);
            return Optional.of(shared.writer);
        }
    }
}
