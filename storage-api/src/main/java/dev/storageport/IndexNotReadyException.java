// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/**
 * A query uses an index for which some documents are stale, so its answer might be short. The index is being built, or a
 * program that does not declare it keeps writing. Nothing was applied; the same query works once {@link Schema#build} is done.
 */
public final class IndexNotReadyException extends CollectionException {

    private static final long serialVersionUID = 1L;

    private final String index;

    /**
     * Creates the failure.
     *
     * @param collection the collection asked
     * @param index the index that is not ready
     */
    public IndexNotReadyException(String collection, String index) {
        super(collection, null, ", index " + index, "some documents are not in it yet", null);
        this.index = index;
    }

    private IndexNotReadyException(IndexNotReadyException original) {
        super(original);
        this.index = original.index;
    }

    /** Returns the name of the index. */
    public String index() {
        return index;
    }

    @Override
    IndexNotReadyException again() {
        return new IndexNotReadyException(this);
    }

    @Override
    public Remedy remedy() {
        return Remedy.RETRY;
    }
}
