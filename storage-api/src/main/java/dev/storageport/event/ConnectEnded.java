// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;
import java.util.Optional;

/**
 * A connection to the database was opened, or could not be.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param failure why not, as the driver or the library says it, whose message may name host and database; empty if it was opened
 * @param duration how long it took
 */
public record ConnectEnded(String backend, Optional<Throwable> failure, Duration duration) {

    /** Returns whether there is a connection. */
    public boolean succeeded() {
        return failure.isEmpty();
    }
}
