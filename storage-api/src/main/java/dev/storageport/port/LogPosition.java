// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/**
 * A place in the log of writes that a database's standbys follow. What stands before it is all that had been committed when it was the end of
 * the log.
 *
 * @param database the database that the log is of; a text that says nothing to anybody but the backend, and is the same on all its servers
 * @param timeline the history that the offset counts in: when a standby becomes the primary, a greater one begins, at an offset of the one
 *     before; what was written there behind that offset is lost
 * @param offset how far, in whatever the backend counts
 */
public record LogPosition(String database, int timeline, long offset) {

    /**
     * Returns whether all that stands before this position stands before the other one too, or is lost. A position of a timeline is never
     * before the offset at which that began.
     */
    public boolean isAtMost(LogPosition other) {
        return timeline < other.timeline || (timeline == other.timeline && offset <= other.offset);
    }

    /** Returns the later one of the two. */
    public LogPosition latest(LogPosition other) {
        return isAtMost(other) ? other : this;
    }
}
