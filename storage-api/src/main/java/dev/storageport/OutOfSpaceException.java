// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * The database has no room for a write. Nothing of the write was applied; reads go on working.
 */
public final class OutOfSpaceException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param cause the native error, or {@code null} if there is none
     */
    public OutOfSpaceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    private OutOfSpaceException(OutOfSpaceException original) {
        super(original);
    }

    @Override
    OutOfSpaceException again() {
        return new OutOfSpaceException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.REPAIR;
    }
}
