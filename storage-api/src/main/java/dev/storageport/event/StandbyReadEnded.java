// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;

/**
 * A read that prefers a standby was answered there, or was not and went to the primary.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param collection the name of the collection
 * @param operation the name of the method
 * @param end how it ended
 * @param duration how long that took, without what the primary did then
 */
public record StandbyReadEnded(String backend, String collection, String operation, End end, Duration duration) {

    /** How a read on a standby ends. All but the first go to the primary. */
    public enum End {
        /** The standby has answered; a stream was opened. */
        SERVED,
        /** There is no standby to read from. */
        ABSENT,
        /** No standby had come to what the read must show, within the bound. */
        BEHIND,
        /** The standby cancelled the read, which was in the way of what it had to apply. */
        CANCELLED,
        /** The read failed on the standby. */
        FAILED
    }
}
