// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.cluster;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The newest timeline on which a session was begun. A standby that is promoted begins a new one, numbered one higher than that of the
 * primary it followed; a former primary that comes back and knows nothing of it goes on with its own.
 *
 * <p>Two standbys that are promoted in place of the same primary begin timelines of one number: nobody can tell them apart here.
 */
public final class Timelines {

    private final AtomicLong newest = new AtomicLong();

    /**
     * Takes note of the timeline of a session's server.
     *
     * @return whether it is newer than another one before it
     * @throws OutdatedServer if there is a newer one
     */
    public boolean begins(long timeline) throws OutdatedServer {
        long before = newest.getAndAccumulate(timeline, Math::max);
        if (timeline < before) {
            throw new OutdatedServer(timeline, before);
        }
        return before > 0 && timeline > before;
    }

    /** Returns whether a session on that timeline is one of a server in whose place another was promoted. */
    public boolean isOutdated(long timeline) {
        return timeline < newest.get();
    }
}
