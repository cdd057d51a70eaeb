// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/** A value is larger than {@link Limits} allow. Refused before any I/O, so nothing was applied. */
public final class LimitExceededException extends StorageException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final long limit;

    /**
     * Creates the failure.
     *
     * @param field where the value stands, for instance {@code collection players, index battletag}; never the value
     * @param limit the largest size allowed
     * @param unit what the limit counts, for instance {@code bytes of UTF-8}
     */
    public LimitExceededException(String field, long limit, String unit) {
        super(field + ": more than " + limit + " " + unit, null);
        this.field = field;
        this.limit = limit;
    }

    private LimitExceededException(LimitExceededException original) {
        super(original);
        this.field = original.field;
        this.limit = original.limit;
    }

    /** Returns where the refused value stands: collection and key, member, field or index. */
    public String field() {
        return field;
    }

    /** Returns the largest size allowed, in the unit that the message names. */
    public long limit() {
        return limit;
    }

    @Override
    LimitExceededException again() {
        return new LimitExceededException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.FIX_THE_CALL;
    }
}
