// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be reached, or the connection to it was lost. {@link #outcomeUnknown()} tells whether the operation may
 * have been applied before the answer was lost.
 */
public final class StorageUnavailableException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure of an operation of which nothing was applied.
     *
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param cause the native error, or {@code null} if there is none
     */
    public StorageUnavailableException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    /**
     * Creates the failure.
     *
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param outcomeUnknown whether the operation may have taken effect all the same
     * @param cause the native error, or {@code null} if there is none
     */
    public StorageUnavailableException(String message, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, outcomeUnknown, cause);
    }

    private StorageUnavailableException(StorageUnavailableException original) {
        super(original);
    }

    @Override
    StorageUnavailableException again() {
        return new StorageUnavailableException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.RETRY;
    }
}
