// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/**
 * A value that is not stored, or not fresh enough any more, was asked of its source, which failed. What the source threw is the
 * {@linkplain #getCause() cause}; nothing of its message is repeated. What is stored stays.
 */
public final class LoadFailedException extends CollectionException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param collection where the value was to be stored
     * @param key the key that was asked for
     * @param cause what the source threw
     */
    public LoadFailedException(String collection, String key, Throwable cause) {
        super(collection, key, "", "could not be loaded: " + cause.getClass().getName(), cause);
    }

    private LoadFailedException(LoadFailedException original) {
        super(original);
    }

    @Override
    LoadFailedException again() {
        return new LoadFailedException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.RETRY;
    }
}
