// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * Stored bytes are not what was written: a checksum, length or format does not hold. The operation read nothing else and
 * changed nothing.
 */
public final class CorruptDataException extends CollectionException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param collection the document's collection
     * @param key the document's key
     * @param problem what does not hold; never the data
     * @param cause the underlying error, or {@code null} if there is none or if its text may hold the data
     */
    public CorruptDataException(String collection, String key, String problem, @Nullable Throwable cause) {
        super(collection, key, "", problem, cause);
    }

    private CorruptDataException(CorruptDataException original) {
        super(original);
    }

    @Override
    CorruptDataException again() {
        return new CorruptDataException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.REPAIR;
    }
}
