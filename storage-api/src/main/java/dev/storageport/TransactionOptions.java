// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What kind of transaction {@link Storage#transact(TransactionOptions, TransactionWork)} runs. Immutable. */
public final class TransactionOptions {

    private final boolean readOnly;
    private final Optional<Duration> deadline;

    private TransactionOptions(boolean readOnly, Optional<Duration> deadline) {
        this.readOnly = readOnly;
        this.deadline = deadline;
    }

    /** Returns a transaction that reads and writes, without a deadline. */
    public static TransactionOptions readWrite() {
        return new TransactionOptions(false, Optional.empty());
    }

    /**
     * Returns a transaction that only reads, without a deadline: all of it from one snapshot, without waiting for writers and without making
     * them wait. A write in it is refused with {@link UsageException}.
     */
    public static TransactionOptions snapshot() {
        return new TransactionOptions(true, Optional.empty());
    }

    /**
     * Returns the same kind of transaction with a deadline. Once it has passed, the next operation and the commit are refused with
     * {@link StorageTimeoutException}, and no other attempt is begun. Not cut short by it: an operation under way, and the work's own code.
     *
     * @param atMost how long it may take, all attempts together
     * @throws InvalidValueException if it is not positive
     */
    public TransactionOptions withDeadline(Duration atMost) {
        if (atMost.isNegative() || atMost.isZero()) {
            throw new InvalidValueException("deadline of a transaction", "is not positive");
        }
        return new TransactionOptions(readOnly, Optional.of(atMost));
    }

    /** Returns whether it only reads. */
    public boolean readOnly() {
        return readOnly;
    }

    /** Returns how long it may take, all attempts together; empty: as long as each of its waits is bounded. */
    public Optional<Duration> deadline() {
        return deadline;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TransactionOptions that && readOnly == that.readOnly && deadline.equals(that.deadline);
    }

    @Override
    public int hashCode() {
        return Objects.hash(readOnly, deadline);
    }

    /** Returns the options by name. */
    @Override
    public String toString() {
        return "TransactionOptions[readOnly=" + readOnly
                + deadline.map(atMost -> ", deadline=" + atMost).orElse("") + "]";
    }
}
