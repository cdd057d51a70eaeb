// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/** What must hold of the stored record for a write to be applied. Checked and applied as one step. */
public sealed interface Precondition {

    /** Nothing: the write is always applied; a put inserts or replaces. */
    record None() implements Precondition {}

    /** There is no record of that key. */
    record Absent() implements Precondition {}

    /** There is a record of that key. */
    record Present() implements Precondition {}

    /**
     * There is a record of that key and it has that revision.
     *
     * @param revision the expected revision
     */
    record AtRevision(long revision) implements Precondition {}
}
