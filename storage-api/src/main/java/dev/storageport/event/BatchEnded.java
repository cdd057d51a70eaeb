// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;

/**
 * Requests of several callers, or one alone, were run as one step of the database.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param kind what was done together
 * @param size how many requests it were, each of a caller of its own
 * @param duration how long the database took
 */
public record BatchEnded(String backend, Kind kind, int size, Duration duration) {

    /** What is done together. */
    public enum Kind {
        /** Reads, in one statement. */
        READS,
        /** Writes, in one commit. */
        WRITES
    }
}
