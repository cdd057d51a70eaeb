// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import org.jspecify.annotations.Nullable;

/** What must hold of the stored record for a write to be applied. Checked and applied as one step. */
public sealed interface Precondition {

    /**
     * Returns whether this holds.
     *
     * @param stored the stored record of the key; {@code null} if there is none
     */
    boolean holds(@Nullable StoredRecord stored);

    /** Nothing: the write is always applied; a put inserts or replaces. */
    record None() implements Precondition {
        @Override
        public boolean holds(@Nullable StoredRecord stored) {
            return true;
        }
    }

    /** There is no record of that key. */
    record Absent() implements Precondition {
        @Override
        public boolean holds(@Nullable StoredRecord stored) {
            return stored == null;
        }
    }

    /** There is a record of that key. */
    record Present() implements Precondition {
        @Override
        public boolean holds(@Nullable StoredRecord stored) {
            return stored != null;
        }
    }

    /**
     * There is a record of that key and it has that revision.
     *
     * @param revision the expected revision
     */
    record AtRevision(long revision) implements Precondition {
        @Override
        public boolean holds(@Nullable StoredRecord stored) {
            return stored != null && stored.revision() == revision;
        }
    }
}
