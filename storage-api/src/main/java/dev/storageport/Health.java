// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.Optional;

/**
 * What a health check found; a value, so a monitor never has to catch anything.
 *
 * @param ok whether the database answered a trivial query within the bound
 * @param backend the backend's short name, for instance {@code postgres}
 * @param message {@code ok}, or what is wrong; names host and database where there are some, never a password
 * @param latency how long the check took
 * @param version the version of the database, where it answered
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
     * @param backend the backend's short name
     * @param message what is wrong; never a password
     * @param latency how long the check took
     */
    public static Health down(String backend, String message, Duration latency) {
        return new Health(false, backend, message, latency, Optional.empty(), Optional.empty());
    }
}
