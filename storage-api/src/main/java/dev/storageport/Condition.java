// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which documents of a collection are meant. Conditions on an index come from {@link Index}, those on key and time from here.
 * Immutable.
 *
 * @param <T> the type of the documents; {@code Object} if the condition fits any collection
 */
public final class Condition<T> extends Query<T> {

    private static final int LAST_CODE_POINT = Character.MAX_CODE_POINT;

    private Condition(Clause clause) {
        super(clause, Order.KEY, OptionalInt.empty());
    }

    /** Returns the condition that every document meets. */
    public static Condition<Object> all() {
        return new Condition<>((collection, now) -> new Filter.All());
    }

    /**
     * Returns the condition that the key begins with a text. An empty text means every key.
     *
     * @throws InvalidValueException if the text is one that no key can hold
     */
    public static Condition<Object> keyStartsWith(String prefix) {
        TextRules.utf8Length("key prefix", prefix);
        return range(prefix.isEmpty() ? Optional.empty() : Optional.of(prefix), successor(prefix));
    }

    /**
     * Returns the condition that the key is not before {@code from} and is before {@code before}, in code-point order. Nothing
     * meets it if the bounds are in reverse order.
     *
     * @throws InvalidValueException if a bound is a text that no key can hold
     */
    public static Condition<Object> keyRange(String from, String before) {
        return range(bound(from), bound(before));
    }

    /**
     * Returns the condition that the key is not before {@code from}, in code-point order.
     *
     * @throws InvalidValueException if the bound is a text that no key can hold
     */
    public static Condition<Object> keyFrom(String from) {
        return range(bound(from), Optional.empty());
    }

    /**
     * Returns the condition that the key is before {@code before}, in code-point order.
     *
     * @throws InvalidValueException if the bound is a text that no key can hold
     */
    public static Condition<Object> keyBefore(String before) {
        return range(Optional.empty(), bound(before));
    }

    /**
     * Returns the condition that a document was last written longer ago than the age: strictly longer, by the storage's clock
     * at the time of the call.
     *
     * @throws InvalidValueException if the age is zero or negative, which is never taken to mean every document
     */
    public static Condition<Object> updatedBefore(Duration age) {
        if (age.isZero() || age.isNegative()) {
            throw new InvalidValueException("age", "is not positive");
        }
        return new Condition<>((collection, now) -> new Filter.UpdatedBefore(before(now, age)));
    }

    /**
     * Returns the condition that a document was last written before the instant, not at it.
     *
     * @throws InvalidValueException if the instant lies outside the years 0001 to 9999
     */
    public static Condition<Object> updatedBefore(Instant instant) {
        Instant bound = upToMicrosecond(IndexedTypes.instant("instant", instant), instant);
        return new Condition<>((collection, now) -> new Filter.UpdatedBefore(bound));
    }

    static <T> Condition<T> indexEquals(Index<T, ?> index, IndexValue value) {
        return new Condition<>((collection, now) -> {
            IndexDefinition wanted = index.definition();
            if (!collection.indexes().contains(wanted)) {
                throw new UsageException("collection " + collection.name() + " does not declare the " + index);
            }
            return new Filter.IndexEquals(wanted.name(), value);
        });
    }

    private static Condition<Object> range(Optional<String> from, Optional<String> before) {
        return new Condition<>((collection, now) -> new Filter.KeyRange(from, before));
    }

    private static Optional<String> bound(String key) {
        TextRules.utf8Length("key bound", key);
        return Optional.of(key);
    }

    /**
     * Subtracts an age. {@code updatedAt} is in microseconds, so a bound between two of them is moved up to the next: what lies
     * before the one lies before the other.
     */
    private static Instant before(Instant now, Duration age) {
        if (age.compareTo(Duration.between(Limits.EARLIEST, now)) > 0) {
            return Limits.EARLIEST;
        }
        Instant exact = now.minus(age);
        return upToMicrosecond(exact.truncatedTo(ChronoUnit.MICROS), exact);
    }

    private static Instant upToMicrosecond(Instant floor, Instant exact) {
        return floor.equals(exact) ? floor : floor.plus(1, ChronoUnit.MICROS);
    }

    /**
     * Returns the first text beyond all texts with the prefix: the prefix with its last code point moved on by one, or nothing if
     * every code point of it is the last there is. Appending U+FFFF instead would miss what follows it, such as U+1F600.
     */
    private static Optional<String> successor(String prefix) {
        int end = prefix.length();
        while (end > 0 && prefix.codePointBefore(end) == LAST_CODE_POINT) {
            end -= Character.charCount(LAST_CODE_POINT);
        }
        if (end == 0) {
            return Optional.empty();
        }
        int last = prefix.codePointBefore(end);
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return Optional.of(new StringBuilder(prefix.substring(0, end - Character.charCount(last)))
                .appendCodePoint(next)
                .toString());
    }
}
