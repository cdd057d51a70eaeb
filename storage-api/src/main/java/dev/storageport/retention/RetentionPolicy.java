// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.retention;

import dev.storageport.Index;
import dev.storageport.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a collection does not keep. Zero means that the policy is off: it removes nothing. A negative bound is refused, and no policy
 * removes every document there is by its bound alone: a number or a size keeps the newest document. Immutable.
 *
 * @param <T> the type of the documents; {@code Object} if the policy fits any collection
 */
public final class RetentionPolicy<T> {

    private final String description;
    private final Optional<Expiry<T>> expiry;
    private final Surplus surplus;
    private final boolean isOfAnyShare;

    private RetentionPolicy(String description, Optional<Expiry<T>> expiry, Surplus surplus, boolean isOfAnyShare) {
        this.description = description;
        this.expiry = expiry;
        this.surplus = surplus;
        this.isOfAnyShare = isOfAnyShare;
    }

    private static <T> RetentionPolicy<T> of(String description, Expiry<T> expiry) {
        return new RetentionPolicy<>(description, Optional.of(expiry), Surplus.NONE, false);
    }

    private static RetentionPolicy<Object> of(String description, Surplus surplus) {
        return new RetentionPolicy<>(description, Optional.empty(), surplus, false);
    }

    private static RetentionPolicy<Object> off(String name) {
        return of(name + " is off", Surplus.NONE);
    }

    /**
     * Keeps a document until it was last written longer ago than the age: strictly longer, by the storage's clock. What was written exactly so
     * long ago stays. Without {@link dev.storageport.CollectionSpec.Builder#indexUpdatedAt()} every document is looked at, a bounded number at a
     * time; with it, those that go.
     *
     * @param age the age; zero: off
     * @throws InvalidValueException if the age is negative
     */
    public static RetentionPolicy<Object> maxAge(Duration age) {
        return isOff("maxAge", age) ? off("maxAge") : of("maxAge " + age, Expiry.sinceWriting(age));
    }

    /**
     * Keeps a document until it was inserted longer ago than the age, however often it was written since; otherwise as {@link #maxAge}, and
     * with {@link dev.storageport.CollectionSpec.Builder#indexCreatedAt()}.
     *
     * @param age the age; zero: off
     * @throws InvalidValueException if the age is negative
     */
    public static RetentionPolicy<Object> maxAgeSinceInsertion(Duration age) {
        return isOff("maxAgeSinceInsertion", age)
                ? off("maxAgeSinceInsertion")
                : of("maxAgeSinceInsertion " + age, Expiry.sinceInsertion(age));
    }

    /**
     * Keeps a document until the instant that it has in an index: it goes as soon as the storage's clock stands at that instant, in whole
     * microseconds. A document without one is kept for ever.
     */
    public static <T> RetentionPolicy<T> expiresAt(Index<T, Instant> index) {
        return of("expiresAt index " + index.name(), Expiry.at(index));
    }

    /**
     * Keeps so many documents, the ones that were written last; of those written at the same time, the ones with the last keys.
     *
     * @param documents how many; zero: off
     * @throws InvalidValueException if the number is negative
     */
    public static RetentionPolicy<Object> maxDocuments(long documents) {
        return isOff("maxDocuments", documents)
                ? off("maxDocuments")
                : of("maxDocuments " + documents, new Surplus(documents, Long.MAX_VALUE));
    }

    /**
     * Keeps the documents that were written last, as many as fit: their canonical JSON in bytes of UTF-8 and their contents as they are stored,
     * together. The one that was written last is kept whatever its size.
     *
     * @param bytes how much; zero: off
     * @throws InvalidValueException if the size is negative
     */
    public static RetentionPolicy<Object> maxBytes(long bytes) {
        return isOff("maxBytes", bytes) ? off("maxBytes") : of("maxBytes " + bytes, new Surplus(Long.MAX_VALUE, bytes));
    }

    /**
     * Returns this policy for documents of which most are expected to have expired when a run comes, such as sessions of an hour that are
     * removed once a day: it may remove any share of a collection, whatever {@link Retention.Builder#atMostShare} is.
     */
    public RetentionPolicy<T> ofAnyShare() {
        return new RetentionPolicy<>(description, expiry, surplus, true);
    }

    private static boolean isOff(String name, Duration age) {
        if (age.isNegative()) {
            throw new InvalidValueException(name, "is negative");
        }
        return age.isZero();
    }

    private static boolean isOff(String name, long bound) {
        if (bound < 0) {
            throw new InvalidValueException(name, "is negative");
        }
        return bound == 0;
    }

    /** Returns whether the policy is off, so that it removes nothing. */
    public boolean isOff() {
        return expiry.isEmpty() && surplus.isNone();
    }

    /** Returns when a document goes; empty if the policy does not look at each document by itself. */
    Optional<Expiry<T>> expiry() {
        return expiry;
    }

    /** Returns which documents are too many; none if the policy looks at each document by itself. */
    Surplus surplus() {
        return surplus;
    }

    /** Returns whether it may remove any share of a collection at once. */
    boolean isOfAnyShare() {
        return isOfAnyShare;
    }

    /** Returns what the policy keeps, in words. */
    @Override
    public String toString() {
        return description;
    }
}
