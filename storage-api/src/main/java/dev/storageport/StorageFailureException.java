// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * The database failed in a way that has no kind of its own here, for instance an internal error of the server. The native
 * error is always the cause.
 */
public final class StorageFailureException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param cause the native error, or {@code null} if there is none
     */
    public StorageFailureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    private StorageFailureException(StorageFailureException original) {
        super(original);
    }

    @Override
    StorageFailureException again() {
        return new StorageFailureException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.REPAIR;
    }
}
