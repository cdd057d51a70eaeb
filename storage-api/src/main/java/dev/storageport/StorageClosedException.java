// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/** A storage, or a stream read from it, was used after it had been closed. Nothing was applied. */
public final class StorageClosedException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message what was attempted
     */
    public StorageClosedException(String message) {
        super(message, null);
    }

    private StorageClosedException(StorageClosedException original) {
        super(original);
    }

    @Override
    StorageClosedException again() {
        return new StorageClosedException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.FIX_THE_CALL;
    }
}
