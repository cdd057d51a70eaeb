// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.Optional;

/**
 * What a health check found; a value, so a monitor never has to catch anything.
 *
 * @param ok whether the database answered a trivial query within the bound
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param message one line for people: where the data is and how well, or what is wrong; never a password
 * @param latency how long the check took
 * @param version product and version of the database, where it answered, for instance {@code SQLite 3.54.1}
 * @param pool the connections of this storage, where the backend has any
 */
public record Health(
        boolean ok,
        String backend,
        String message,
        Duration latency,
        Optional<String> version,
        Optional<PoolStatus> pool) {

    /**
     * Returns the finding that the database does not answer.
     *
     * @param backend the backend's name
     * @param message what is wrong; never a password
     * @param latency how long the check took
     */
    public static Health down(String backend, String message, Duration latency) {
        return new Health(false, backend, message, latency, Optional.empty(), Optional.empty());
    }
}
