// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * Concurrent work made it impossible to run a transaction, or a single operation, as if it ran alone. Nothing was applied. The
 * library repeats the work up to the bound in {@link StorageOptions#conflictRetry()} before a caller sees this.
 */
public final class TransactionConflictException extends StorageException {

    private static final long serialVersionUID = 1L;

    private final int attempts;

    /**
     * Creates the failure of one attempt, as a backend reports it.
     *
     * @param message what conflicted
     * @param cause the native error, or {@code null} if there is none
     */
    public TransactionConflictException(String message, @Nullable Throwable cause) {
        this(message, 1, cause);
    }

    /**
     * Creates the failure after several attempts.
     *
     * @param message what conflicted
     * @param attempts how often the work was tried
     * @param cause the last attempt's failure, or {@code null} if there is none
     */
    public TransactionConflictException(String message, int attempts, @Nullable Throwable cause) {
        super(message, cause);
        this.attempts = attempts;
    }

    private TransactionConflictException(TransactionConflictException original) {
        super(original);
        this.attempts = original.attempts;
    }

    /** Returns how often the work was tried. */
    public int attempts() {
        return attempts;
    }

    @Override
    TransactionConflictException again() {
        return new TransactionConflictException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.RETRY;
    }
}
