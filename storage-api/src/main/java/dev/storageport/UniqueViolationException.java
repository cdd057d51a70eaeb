// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Quoted;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A write would give a value of a unique index to a second document. Nothing of the write, or of its batch, was applied. */
public final class UniqueViolationException extends CollectionException {

    private static final long serialVersionUID = 1L;

    private final String index;

    /**
     * Creates the failure.
     *
     * @param collection the collection written to
     * @param index the unique index whose value has another owner
     * @param key the key of the refused document, or {@code null} if the database does not tell
     * @param cause the native error, or {@code null} if there is none
     */
    public UniqueViolationException(String collection, String index, @Nullable String key, @Nullable Throwable cause) {
        super(collection, key, ", index " + index, "another document owns the value", cause);
        this.index = index;
    }

    private UniqueViolationException(UniqueViolationException first, List<String> keys) {
        super(
                first.collection(),
                keys.isEmpty() ? null : keys.get(0),
                ", index " + first.index,
                "other documents own the values of "
                        + keys.stream().map(Quoted::text).collect(Collectors.joining(", ")),
                first);
        this.index = first.index;
    }

    private UniqueViolationException(UniqueViolationException original) {
        super(original);
        this.index = original.index;
    }

    /** Returns the failure of an index that stored documents do not allow, naming the first ones whose value another document owns. */
    static UniqueViolationException ofStored(UniqueViolationException first, List<String> keys) {
        return new UniqueViolationException(first, keys);
    }

    /** Returns the name of the unique index. */
    public String index() {
        return index;
    }

    @Override
    UniqueViolationException again() {
        return new UniqueViolationException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.FIX_THE_CALL;
    }
}
