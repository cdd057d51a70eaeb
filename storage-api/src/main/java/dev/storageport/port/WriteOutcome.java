// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.time.Instant;

/** What became of one write. */
public sealed interface WriteOutcome {

    /**
     * The record was inserted, replaced or touched.
     *
     * @param revision its revision now
     * @param createdAt when it was inserted
     * @param updatedAt its time of change now
     */
    record Written(long revision, Instant createdAt, Instant updatedAt) implements WriteOutcome {}

    /** The record was deleted. */
    record Deleted() implements WriteOutcome {}

    /** The precondition did not hold, or there was nothing to touch or delete; nothing changed. */
    record NotApplied() implements WriteOutcome {}
}
