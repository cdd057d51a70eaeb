// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What holds for a storage wherever its connections come from. Immutable.
 *
 * @param schema the schema that holds everything of the storage; created if it is missing. Two storages in two schemas do not
 *     see each other
 * @param statementTimeout how long one statement may run on the server, lock waits included
 * @param openAttempts how often opening is tried while the server cannot be reached; a refused user is never tried again
 * @param openPause how long opening waits between two attempts
 * @param combiningLanes how many statements there may be at once for reads of single documents, and as many for writes. Operations
 *     that come while all are in use wait for the next one and share it, each with its own result; about as many as the server and
 *     this process have processors do best. 0: each operation has a statement of its own
 */
public record PostgresSettings(
        String schema, Duration statementTimeout, int openAttempts, Duration openPause, int combiningLanes) {

    private static final Pattern SCHEMA = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_$-]*");
    private static final int IDENTIFIER_BYTES = 63;
    private static final int MOST_LANES = 1000;
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Refuses values out of range, naming the setting. */
    public PostgresSettings {
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
        if (combiningLanes < 0 || combiningLanes > MOST_LANES) {
            throw new ConfigurationException("combiningLanes", "must be from 0 to " + MOST_LANES);
        }
    }

    /**
     * Returns the schema {@code storageport}, 30 seconds for a statement, three attempts to open two seconds apart, and a lane for
     * each processor.
     */
    public static PostgresSettings defaults() {
        return new PostgresSettings(
                "storageport",
                Duration.ofSeconds(30),
                3,
                Duration.ofSeconds(2),
                Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors()));
    }

    /** Returns a copy with that schema. */
    public PostgresSettings withSchema(String newSchema) {
        return new PostgresSettings(newSchema, statementTimeout, openAttempts, openPause, combiningLanes);
    }

    /** Returns a copy with that bound on one statement. */
    public PostgresSettings withStatementTimeout(Duration newStatementTimeout) {
        return new PostgresSettings(schema, newStatementTimeout, openAttempts, openPause, combiningLanes);
    }

    /** Returns a copy with that number of attempts to open. */
    public PostgresSettings withOpenAttempts(int newOpenAttempts) {
        return new PostgresSettings(schema, statementTimeout, newOpenAttempts, openPause, combiningLanes);
    }

    /** Returns a copy with that pause between two attempts to open. */
    public PostgresSettings withOpenPause(Duration newOpenPause) {
        return new PostgresSettings(schema, statementTimeout, openAttempts, newOpenPause, combiningLanes);
    }

    /** Returns a copy with that number of lanes; 0 turns combining off. */
    public PostgresSettings withCombiningLanes(int newCombiningLanes) {
        return new PostgresSettings(schema, statementTimeout, openAttempts, openPause, newCombiningLanes);
    }

    static void requireDuration(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(
                    name, "must be from " + least.toMillis() + " ms to " + LONGEST.toHours() + " h");
        }
    }
}
