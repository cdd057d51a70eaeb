// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;
import java.util.Optional;

/**
 * A caller was served by a read-through, or was not. Of several keys in one call it is told for each.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param collection the name of the collection
 * @param result what the caller got
 * @param age how old what was stored was when it was served; empty if the value was loaded, or there was none
 * @param duration how long the caller waited, for all keys of the call
 */
public record ReadThroughEnded(
        String backend, String collection, Result result, Optional<Duration> age, Duration duration) {

    /** What a caller gets. */
    public enum Result {
        /** What was stored, and is fresh. */
        HIT,
        /** What was stored, and is to be refreshed. */
        STALE,
        /** What was loaded, by this call or another one that it waited for; also that there is nothing. */
        MISS,
        /** That there is nothing, which was found out some time ago. */
        NEGATIVE,
        /** What was stored and has expired, because loading failed. */
        STALE_ON_ERROR,
        /** An exception. */
        FAILED
    }
}
