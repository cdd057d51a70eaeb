// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.Optional;

/**
 * What kind of transaction {@link Storage#transact(TransactionOptions, TransactionWork)} runs.
 *
 * @param readOnly whether it only reads: all of it from one snapshot, without waiting for writers and without making them wait. A write in
 *     it is refused with {@link UsageException}
 * @param deadline how long it may take, all attempts together; empty: as long as each of its waits is bounded. Once it has passed, the next
 *     operation and the commit are refused with {@link StorageTimeoutException}, and no other attempt is begun. Not cut short by it:
 *     an operation under way, and the work's own code
 */
public record TransactionOptions(boolean readOnly, Optional<Duration> deadline) {

    /** Refuses a deadline that has passed before it begins. */
    public TransactionOptions {
        if (deadline.isPresent()
                && (deadline.get().isNegative() || deadline.get().isZero())) {
            throw new InvalidValueException("deadline of a transaction", "is not positive");
        }
    }

    /** Returns a transaction that reads and writes, without a deadline. */
    public static TransactionOptions readWrite() {
        return new TransactionOptions(false, Optional.empty());
    }

    /** Returns a transaction that reads one snapshot, without a deadline. */
    public static TransactionOptions snapshot() {
        return new TransactionOptions(true, Optional.empty());
    }

    /** Returns the same kind of transaction with a deadline. */
    public TransactionOptions withDeadline(Duration atMost) {
        return new TransactionOptions(readOnly, Optional.of(atMost));
    }
}
