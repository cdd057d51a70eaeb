// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;

/**
 * How often work is repeated that concurrent work stood in the way of. Between attempts the thread pauses for a random time that
 * may double with each attempt, from one millisecond up to fifty.
 *
 * @param attempts how often the work is tried at most, the first time included; at least 1
 * @param atMost for how long further attempts are begun, measured from the first
 */
public record ConflictRetry(int attempts, Duration atMost) {

    /** Refuses numbers that would never try. */
    public ConflictRetry {
        if (attempts < 1) {
            throw new ConfigurationException("conflictRetry", "attempts is less than 1");
        }
        if (atMost.isNegative()) {
            throw new ConfigurationException("conflictRetry", "atMost is negative");
        }
    }

    /** Returns 1000 attempts within 30 seconds. */
    public static ConflictRetry defaults() {
        return new ConflictRetry(1000, Duration.ofSeconds(30));
    }
}
