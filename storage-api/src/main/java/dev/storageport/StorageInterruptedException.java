// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * The calling thread was interrupted before or while it waited. Its interrupt flag is set again, so callers further up see
 * it; a connection that was in use is discarded.
 */
public final class StorageInterruptedException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure of an operation of which nothing was applied.
     *
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param cause the native error, or {@code null} if there is none
     */
    public StorageInterruptedException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    /**
     * Creates the failure.
     *
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param outcomeUnknown whether the operation may have taken effect all the same
     * @param cause the native error, or {@code null} if there is none
     */
    public StorageInterruptedException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
    }

    private StorageInterruptedException(StorageInterruptedException original) {
        super(original);
    }

    @Override
    StorageInterruptedException again() {
        return new StorageInterruptedException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.RETRY;
    }
}
