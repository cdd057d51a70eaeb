// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.postgresql.jdbc.PgConnection;

/**
 * Which of our own sessions wait for a lock only briefly, as those do that work for many callers at once. A statement cannot bound its own
 * wait for a table, which the server locks before the statement begins; so its session does. It is told only when it changes from one use
 * to the other. Used by any number of threads.
 */
final class LockWaits {

    /** Longer than a change of a table that is soon done, and short for all others that wait for the same lane. */
    private static final Duration BRIEF = Duration.ofMillis(100);

    /** What a transaction on a session of others sets so that it waits as briefly; it begins with the settings of all transactions. */
    static final String BRIEFLY = "; SET LOCAL lock_timeout = " + BRIEF.toMillis();

    /** The settings of all transactions are enough. */
    static final String PATIENTLY = "";

    private final Set<PgConnection> brief = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** Makes the session of a connection, which is not in a transaction, wait briefly from now on, or as long as a statement may. */
    void set(Connection connection, boolean briefly) throws SQLException {
        PgConnection session = connection.unwrap(PgConnection.class);
        if (brief.contains(session) == briefly) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + (briefly ? BRIEF.toMillis() : 0));
        }
        if (briefly) {
            brief.add(session);
        } else {
            brief.remove(session);
        }
    }
}
