// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;

/**
 * How often work is repeated that concurrent work stood in the way of. Between attempts the thread pauses for a random time that
 * may double with each attempt, from one millisecond up to fifty.
 *
 * @param attempts how often the work is tried at most, the first time included; from 1 to 1,000,000
 * @param atMost for how long further attempts are begun, measured from the first; a day at most
 */
public record ConflictRetry(int attempts, Duration atMost) {

    /** Refuses what is not from 1 to 1,000,000, or not up to a day. */
    public ConflictRetry {
        StorageOptionSet.CONFLICT_RETRY_ATTEMPTS.require(attempts);
        StorageOptionSet.CONFLICT_RETRY.require(atMost);
    }

    /** Returns 1000 attempts within 30 seconds. */
    public static ConflictRetry defaults() {
        return new ConflictRetry(
                StorageOptionSet.CONFLICT_RETRY_ATTEMPTS.byDefault(), StorageOptionSet.CONFLICT_RETRY.byDefault());
    }
}
