// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Quoted;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that concerns one collection and, where it is known, one document of it. */
public abstract sealed class CollectionException extends StorageException
        permits CorruptDataException,
                IndexNotReadyException,
                LoadFailedException,
                MappingException,
                UniqueViolationException {

    private static final long serialVersionUID = 1L;

    private final String collection;
    private final @Nullable String key;

    /**
     * Creates the failure.
     *
     * @param place what stands behind collection and key, for instance {@code , index battletag}; may be empty
     * @param problem what is wrong
     */
    CollectionException(
            String collection, @Nullable String key, String place, String problem, @Nullable Throwable cause) {
        super(
                "collection " + collection + (key == null ? "" : ", key " + Quoted.text(key)) + place + ": " + problem,
                cause);
        this.collection = collection;
        this.key = key;
    }

    /** Creates the same failure again. */
    CollectionException(CollectionException original) {
        super(original);
        this.collection = original.collection;
        this.key = original.key;
    }

    /** Returns the name of the collection. */
    public final String collection() {
        return collection;
    }

    /** Returns the key of the document; empty if the failure does not concern one, or the database does not tell which. */
    public final Optional<String> key() {
        return Optional.ofNullable(key);
    }
}
