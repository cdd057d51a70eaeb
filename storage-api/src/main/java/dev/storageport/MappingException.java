// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * A stored document cannot be read as the collection's Java type. The message names the member at fault, never its value.
 */
public final class MappingException extends CollectionException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param collection the document's collection
     * @param key the document's key
     * @param problem what does not hold; never the data
     * @param cause the underlying error, or {@code null} if there is none or if its text may hold the data
     */
    public MappingException(String collection, String key, String problem, @Nullable Throwable cause) {
        super(collection, key, "", problem, cause);
    }

    private MappingException(MappingException original) {
        super(original);
    }

    @Override
    MappingException again() {
        return new MappingException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.REPAIR;
    }
}
