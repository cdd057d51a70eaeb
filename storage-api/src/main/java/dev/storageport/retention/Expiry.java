// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import dev.storageport.Condition;
import dev.storageport.Index;
import dev.storageport.Query;
import dev.storageport.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiPredicate;

/**
 * When a document goes that is looked at by itself: said to the database, and here, and both mean the same.
 *
 * @param condition the condition that a document has expired
 * @param oldestFirst the expired documents in the order of their time, which an index may have
 * @param hasExpired returns whether a document has expired at a time
 */
record Expiry<T>(Condition<T> condition, Query<T> oldestFirst, BiPredicate<Stored<? extends T>, Instant> hasExpired) {

    static Expiry<Object> sinceWriting(Duration age) {
        Condition<Object> expired = Condition.updatedBefore(age);
        return new Expiry<>(expired, expired.oldestFirst(), (stored, now) -> isOlder(stored.updatedAt(), age, now));
    }

    static Expiry<Object> sinceInsertion(Duration age) {
        Condition<Object> expired = Condition.createdBefore(age);
        return new Expiry<>(
                expired, expired.firstCreatedFirst(), (stored, now) -> isOlder(stored.createdAt(), age, now));
    }

    static <T> Expiry<T> at(Index<T, Instant> index) {
        Condition<T> expired = Condition.reached(index);
        return new Expiry<>(
                expired,
                expired.by(index),
                (stored, now) -> index.of(stored.value())
                        .filter(instant -> !now.isBefore(instant))
                        .isPresent());
    }

    private static boolean isOlder(Instant time, Duration age, Instant now) {
        return Duration.between(time, now).compareTo(age) > 0;
    }
}
