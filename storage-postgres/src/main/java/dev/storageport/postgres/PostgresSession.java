// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What holds for every connection of a storage, wherever it comes from. Immutable.
 *
 * @param schema the schema that holds everything of the storage; created if it is missing. Two storages in two schemas do not
 *     see each other
 * @param statementTimeout how long one statement may run on the server, lock waits included
 * @param openAttempts how often opening is tried while the server cannot be reached; a refused user is never tried again
 * @param openPause how long opening waits between two attempts
 */
public record PostgresSession(String schema, Duration statementTimeout, int openAttempts, Duration openPause) {

    private static final Pattern SCHEMA = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_$-]*");
    private static final int IDENTIFIER_BYTES = 63;
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Refuses values out of range, naming the setting. */
    public PostgresSession {
        if (!SCHEMA.matcher(schema).matches()
                || schema.getBytes(StandardCharsets.UTF_8).length > IDENTIFIER_BYTES
                || schema.startsWith("pg_")) {
            throw new ConfigurationException(
                    "schema",
                    "must be a letter or underscore followed by letters, digits, underscores, dollar signs and hyphens, at most "
                            + IDENTIFIER_BYTES + " bytes, and must not begin with pg_");
        }
        requireDuration("statementTimeout", statementTimeout, Duration.ofMillis(1));
        statementTimeout = Duration.ofMillis(statementTimeout.toMillis()); // as the server keeps it
        requireDuration("openPause", openPause, Duration.ZERO);
        if (openAttempts < 1) {
            throw new ConfigurationException("openAttempts", "must be at least 1");
        }
    }

    /** Returns the schema {@code storageport}, 30 seconds for a statement, and three attempts to open two seconds apart. */
    public static PostgresSession defaults() {
        return new PostgresSession("storageport", Duration.ofSeconds(30), 3, Duration.ofSeconds(2));
    }

    /** Returns a copy with that schema. */
    public PostgresSession withSchema(String newSchema) {
        return new PostgresSession(newSchema, statementTimeout, openAttempts, openPause);
    }

    /** Returns a copy with that bound on one statement. */
    public PostgresSession withStatementTimeout(Duration newStatementTimeout) {
        return new PostgresSession(schema, newStatementTimeout, openAttempts, openPause);
    }

    /** Returns a copy with that number of attempts to open. */
    public PostgresSession withOpenAttempts(int newOpenAttempts) {
        return new PostgresSession(schema, statementTimeout, newOpenAttempts, openPause);
    }

    /** Returns a copy with that pause between two attempts to open. */
    public PostgresSession withOpenPause(Duration newOpenPause) {
        return new PostgresSession(schema, statementTimeout, openAttempts, newOpenPause);
    }

    static void requireDuration(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(
                    name, "must be from " + least.toMillis() + " ms to " + LONGEST.toHours() + " h");
        }
    }
}
