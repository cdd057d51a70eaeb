// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import dev.storageport.Condition;
import dev.storageport.DocumentCollection;
import dev.storageport.StoredMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which documents are too many: those that were written before the ones that fit.
 *
 * <pre>
 *   newest ──────────────► oldest that fits │ surplus ─────────►
 *           documents, bytes                 a place in (updatedAt, key)
 * </pre>
 *
 * The place is found once, from one snapshot, and what lies behind it then goes. So two that do this at once remove the same documents, not
 * twice as many; one that is written meanwhile has moved before the place and stays; and nothing is counted again for each batch.
 *
 * @param documents how many fit
 * @param bytes how many bytes fit
 */
record Surplus(long documents, long bytes) {

    static final Surplus NONE = new Surplus(Long.MAX_VALUE, Long.MAX_VALUE);

    boolean isNone() {
        return equals(NONE);
    }

    /** Finds what is too many; empty if everything fits. */
    Optional<Condition<Object>> in(DocumentCollection<?> collection) {
        if (bytes == Long.MAX_VALUE && collection.count() <= documents) {
            return Optional.empty();
        }
        try (Stream<StoredMetadata> newestFirst =
                collection.metadata(Condition.all().newestFirst())) {
            Iterator<StoredMetadata> rest = newestFirst.iterator();
            if (!rest.hasNext()) {
                return Optional.empty();
            }
            StoredMetadata oldest = rest.next(); // the newest document stays, also if it is too large
            long size = oldest.bytes();
            for (long kept = 1; rest.hasNext(); kept++) {
                StoredMetadata next = rest.next();
                size += next.bytes();
                if (kept == documents || size > bytes) {
                    return Optional.of(behind(oldest));
                }
                oldest = next;
            }
            return Optional.empty();
        }
    }

    /** The condition that a document comes behind another in the order of a query that is newest first. */
    private static Condition<Object> behind(StoredMetadata place) {
        Instant time = place.updatedAt();
        return Condition.updatedBefore(time.plus(1, ChronoUnit.MICROS))
                .and(Condition.updatedBefore(time).or(Condition.keyBefore(place.key())));
    }
}
