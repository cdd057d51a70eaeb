// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.lease;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storageport.Stored;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Since when this process has seen a lease of others unchanged, by a clock of its own that nobody sets. A lease that was neither renewed
 * nor given back for its whole duration has ended, whatever its holder's clock says.
 *
 * <p>The ones seen first are forgotten when there are too many: then their end by the storage's clock alone decides.
 */
final class WatchedLeases {

    static final int MOST = 10_000;

    private record Sighting(long revision, long nanos) {}

    private final LongSupplier nanoTime;
    private final Map<String, Sighting> first = new LinkedHashMap<>();

    WatchedLeases(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes note of a lease, and returns whether it was seen unchanged for so long. */
    synchronized boolean unchangedFor(Duration duration, Stored<JsonNode> lease) {
        long now = nanoTime.getAsLong();
        Sighting seen = first.get(lease.key());
        if (seen != null && seen.revision() == lease.revision()) {
            return Duration.ofNanos(now - seen.nanos()).compareTo(duration) >= 0;
        }
        first.put(lease.key(), new Sighting(lease.revision(), now));
        if (first.size() > MOST) {
            Iterator<String> oldest = first.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return false;
    }

    synchronized void forget(String key) {
        first.remove(key);
    }

    synchronized int size() {
        return first.size();
    }
}
