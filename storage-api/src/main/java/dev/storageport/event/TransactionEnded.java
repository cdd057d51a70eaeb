// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;
import java.util.Optional;

/**
 * A transaction was committed, or rolled back for good.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param readOnly whether it only read
 * @param failure what it threw, the very object, also if it is the application's own; empty if it was committed
 * @param attempts how often its work was begun, 1 where nothing was repeated; 0 if it was refused before
 * @param duration how long the caller waited for it, all attempts and the pauses between them
 * @param operations how many operations the last attempt asked for
 */
public record TransactionEnded(
        String backend,
        boolean readOnly,
        Optional<Throwable> failure,
        int attempts,
        Duration duration,
        int operations) {

    /** Returns whether it was committed. */
    public boolean committed() {
        return failure.isEmpty();
    }
}
