// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * A wait reached its bound: for a connection of the pool, for a lock, or for a statement to end. The message says which, and
 * the bound.
 */
public final class StorageTimeoutException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure of an operation of which nothing was applied.
     *
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param cause the native error, or {@code null} if there is none
     */
    public StorageTimeoutException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    /**
     * Creates the failure.
     *
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param outcomeUnknown whether the operation may have taken effect all the same
     * @param cause the native error, or {@code null} if there is none
     */
    public StorageTimeoutException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
    }

    private StorageTimeoutException(StorageTimeoutException original) {
        super(original);
    }

    @Override
    StorageTimeoutException again() {
        return new StorageTimeoutException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.RETRY;
    }
}
