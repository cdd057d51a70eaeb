// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;
import java.util.Optional;

/**
 * A run of retention is through with a collection.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param collection the name of the collection
 * @param outcome how it ended
 * @param documents how many documents it removed, also if it did not come to its end
 * @param bytes the size of their canonical JSON in bytes of UTF-8 and of their contents as stored, together
 * @param batches in how many batches it looked for them
 * @param duration how long it took, pauses among it
 * @param failure what was thrown, or why it refused to remove anything; empty otherwise
 */
public record RetentionEnded(
        String backend,
        String collection,
        Outcome outcome,
        long documents,
        long bytes,
        long batches,
        Duration duration,
        Optional<Throwable> failure) {

    /** How a run of retention ended. */
    public enum Outcome {
        /** Everything is removed that its policies do not keep. */
        COMPLETE,
        /** Its policies are all off, so nothing was looked for. */
        OFF,
        /** Another process, or another thread of this one, is at it. */
        HELD,
        /** The lease went to another process on the way, which goes on from there. */
        LEASE_LOST,
        /** Retention was closed, or its thread interrupted, on the way. The next run goes on from there. */
        STOPPED,
        /** More would be removed than one run may remove; see the failure. */
        REFUSED,
        /** Something was thrown. The next run goes on from there. */
        FAILED
    }

    /** Returns whether nothing is wrong: it is complete, off, or the business of somebody else. */
    public boolean succeeded() {
        return outcome == Outcome.COMPLETE || outcome == Outcome.OFF || outcome == Outcome.HELD;
    }
}
