// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/**
 * The library was called in a way that has no meaning: a transaction inside a transaction, a transaction used after its end
 * or from another thread, a collection or index that was not declared.
 */
public final class UsageException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message what was attempted and what to do instead
     */
    public UsageException(String message) {
        super(message, null);
    }

    private UsageException(UsageException original) {
        super(original);
    }

    @Override
    UsageException again() {
        return new UsageException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.FIX_THE_CALL;
    }
}
