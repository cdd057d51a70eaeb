// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;

/**
 * A caller had to wait for something that others were using. Who is served at once, or within a tenth of a millisecond, is not told of. A
 * request that another caller ran together with its own has waited until that was done.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param resource what was waited for
 * @param end how the waiting ended
 * @param duration how long it was waited
 */
public record WaitEnded(String backend, Resource resource, End end, Duration duration) {

    /** What callers wait for. */
    public enum Resource {
        /** A connection of the pool, on SQLite a reader. */
        CONNECTION,
        /** The one writer of an embedded database. */
        WRITER,
        /** A turn to have single statements sent together with those of others. */
        TURN
    }

    /** How waiting ends. */
    public enum End {
        /** It was the caller's turn. */
        SERVED,
        /** The bound passed, or so many wait already that the caller was refused. */
        TIMED_OUT,
        /** The thread was interrupted, the storage closed, or what was waited for broke. */
        GIVEN_UP
    }
}
