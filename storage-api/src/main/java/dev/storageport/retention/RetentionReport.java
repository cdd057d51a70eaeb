// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import dev.storageport.event.RetentionEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one run of retention did.
 *
 * @param begun when it began, by the storage's clock
 * @param duration how long it took
 * @param collections what it did in each collection, in the order in which they have policies
 */
public record RetentionReport(Instant begun, Duration duration, List<RetentionEnded> collections) {

    /** Copies the list. */
    public RetentionReport {
        collections = List.copyOf(collections);
    }

    /** Returns how many documents were removed. */
    public long documents() {
        return collections.stream().mapToLong(RetentionEnded::documents).sum();
    }

    /** Returns whether nothing is wrong with any collection. */
    public boolean succeeded() {
        return collections.stream().allMatch(RetentionEnded::succeeded);
    }
}
