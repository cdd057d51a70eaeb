// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * A transaction went on after one of its operations had failed. After any failed operation a transaction can only roll back,
 * even if the caller caught the error; nothing of it was applied. The first failure is the cause.
 */
public final class TransactionAbortedException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message what was attempted, where, and what to do; never a value or a password
     * @param cause the native error, or {@code null} if there is none
     */
    public TransactionAbortedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    private TransactionAbortedException(TransactionAbortedException original) {
        super(original);
    }

    @Override
    TransactionAbortedException again() {
        return new TransactionAbortedException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.FIX_THE_CALL;
    }
}
