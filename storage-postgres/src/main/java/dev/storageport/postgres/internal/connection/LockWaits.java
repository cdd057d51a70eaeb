// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.postgresql.jdbc.PgConnection;

/**
 * How long each of our own sessions waits for a lock; those that work for many callers at once wait only briefly. Not the statement says so,
 * which would cost each one something, and could not bound its wait for a table, which the server locks before the statement begins. A
 * session is told only when it changes from one use to another. Used by any number of threads.
 */
final class LockWaits {

    /** As long as a statement may take. */
    static final Duration PATIENTLY = Duration.ZERO;

    /** Of a statement that only reads: longer than a change of a table that is soon done, and short for all others that wait for the same lane. */
    static final Duration READING = Duration.ofMillis(100);

    /** The sessions that were told, and the milliseconds; nobody has told the others anything. */
    private final Map<PgConnection, Long> told = Collections.synchronizedMap(new WeakHashMap<>());

    /** Returns what a transaction on a session of others sets; it begins with the settings of all transactions, which are patient. */
    static String local(Duration longest) {
        return longest.equals(PATIENTLY) ? "" : "; SET LOCAL lock_timeout = " + longest.toMillis();
    }

    /** Makes the session of a connection, which is not in a transaction, wait that long from now on. */
    void set(Connection connection, Duration longest) throws SQLException {
        PgConnection session = connection.unwrap(PgConnection.class);
        long millis = longest.toMillis();
        if (told.getOrDefault(session, 0L) == millis) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + millis);
        }
        told.put(session, millis);
    }
}
