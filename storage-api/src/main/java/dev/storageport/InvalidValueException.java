// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be stored or asked for: text that is not valid Unicode or holds U+0000, a number that is not finite, JSON with
 * a member twice, an age that is not positive, and the like. Refused before any I/O, so nothing was applied.
 */
public final class InvalidValueException extends StorageException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * Creates the failure.
     *
     * @param field where the value stands, for instance {@code collection players, index battletag}; never the value
     * @param problem what is wrong with it; never the value
     */
    public InvalidValueException(String field, String problem) {
        this(field, problem, null);
    }

    /**
     * Creates the failure with a cause.
     *
     * @param field where the value stands; never the value
     * @param problem what is wrong with it; never the value
     * @param cause the underlying error, or {@code null} if there is none
     */
    public InvalidValueException(String field, String problem, @Nullable Throwable cause) {
        super(field + ": " + problem, cause);
        this.field = field;
    }

    private InvalidValueException(InvalidValueException original) {
        super(original);
        this.field = original.field;
    }

    /** Returns where the refused value stands: collection and key, member, field or index. */
    public String field() {
        return field;
    }

    @Override
    InvalidValueException again() {
        return new InvalidValueException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.FIX_THE_CALL;
    }
}
