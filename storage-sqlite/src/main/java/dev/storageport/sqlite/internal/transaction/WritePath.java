// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

/**
 * How writes and transactions come to the writer. The usual way depends on who else writes at the moment; the others force one, so that a
 * test can prove each of them with all it has.
 */
public enum WritePath {
    /** Small writes share a transaction with those that wait; a transaction has the writer if it is free, and does without otherwise. */
    USUAL,
    /** Each write is run as one of a group is, however large it is. */
    GROUPED,
    /** Each transaction begins without the writer; a repeated one has it, or what conflicts would never end. */
    OPTIMISTIC,
    /** Each transaction has the writer from its beginning, and each write is a transaction of its own. */
    WRITER;

    /** Returns whether writes are run in a group. */
    public boolean groups(boolean small) {
        return this == GROUPED || (small && this != WRITER);
    }

    /** Returns whether a write is run as one of a group even if nobody else waits. */
    boolean groupsAlone() {
        return this == GROUPED;
    }

    /** Returns whether a transaction that begins may take the writer. */
    boolean takesFreeWriter() {
        return this != OPTIMISTIC;
    }

    /** Returns whether a transaction may do without the writer. */
    boolean allowsOptimistic() {
        return this != WRITER;
    }
}
