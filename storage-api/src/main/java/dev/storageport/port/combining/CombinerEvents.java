// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port.combining;

import dev.storageport.event.BatchEnded;
import dev.storageport.event.WaitEnded;
import dev.storageport.port.PortEvents;

/**
 * What a combiner tells.
 *
 * @param events whom it tells
 * @param resource what its callers wait for
 * @param kind what its batches do
 */
public record CombinerEvents(PortEvents events, WaitEnded.Resource resource, BatchEnded.Kind kind) {

    /** Tells nobody. */
    static final CombinerEvents NONE =
            new CombinerEvents(new PortEvents(""), WaitEnded.Resource.TURN, BatchEnded.Kind.WRITES);

    boolean ordinary() {
        return events.ordinary();
    }

    void waited(WaitEnded.End end, long sinceNanos) {
        events.waited(resource, end, sinceNanos);
    }

    void ran(int size, long sinceNanos) {
        events.ran(kind, size, sinceNanos);
    }
}
