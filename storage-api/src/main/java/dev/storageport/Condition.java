// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Field;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Which documents of a collection are meant. Conditions on an index come from {@link Index}, {@link MultiValueIndex} and
 * {@link SearchIndex}, those on key, times and data version from here. Every condition holds or does not hold for a document, there is no
 * third case: a comparison with a value that a document does not have does not hold, and its negation does. Immutable.
 *
 * @param <T> the type of the documents; {@code Object} if the condition fits any collection
 */
public final class Condition<T> extends Query<T> {

    private static final int LAST_CODE_POINT = Character.MAX_CODE_POINT;

    private Condition(FilterSpec filterSpec, OrderSpec orderSpec, int parts) {
        super(filterSpec, orderSpec, OptionalInt.empty(), parts);
    }

    private Condition(FilterSpec filterSpec) {
        this(filterSpec, OrderSpec.BY_KEY, 1);
    }

    /** Returns the condition that every document meets. */
    public static Condition<Object> all() {
        return fixed(new Filter.All());
    }

    /** Returns the condition that a document has this key. */
    public static Condition<Object> keyIs(String key) {
        return keyIn(List.of(key));
    }

    /**
     * Returns the condition that a document has one of these keys. No document meets it if there are none.
     *
     * @throws InvalidValueException if a key is one that no document can have
     * @throws LimitExceededException if a key is too long, or there are more than {@link Limits#CONDITION_VALUES}
     */
    public static Condition<Object> keyIn(Collection<String> keys) {
        return fixed(new Filter.In(
                Attribute.KEY, distinct("keys", keys, key -> new IndexValue.TextValue(TextRules.anyKey("key", key)))));
    }

    /**
     * Returns the condition that the key begins with a text. An empty text means every key.
     *
     * @throws InvalidValueException if the text is one that no key can hold
     */
    public static Condition<Object> keyStartsWith(String prefix) {
        TextRules.utf8Length("key prefix", prefix);
        return keys(prefix.isEmpty() ? Optional.empty() : Optional.of(prefix), successor(prefix));
    }

    /**
     * Returns the condition that the key is not before {@code from} and is before {@code before}, in code-point order. Nothing
     * meets it if the bounds are in reverse order.
     *
     * @throws InvalidValueException if a bound is a text that no key can hold
     */
    public static Condition<Object> keyRange(String from, String before) {
        return keys(bound(from), bound(before));
    }

    /**
     * Returns the condition that the key is not before {@code from}, in code-point order.
     *
     * @throws InvalidValueException if the bound is a text that no key can hold
     */
    public static Condition<Object> keyFrom(String from) {
        return keys(bound(from), Optional.empty());
    }

    /**
     * Returns the condition that the key is before {@code before}, in code-point order.
     *
     * @throws InvalidValueException if the bound is a text that no key can hold
     */
    public static Condition<Object> keyBefore(String before) {
        return keys(Optional.empty(), bound(before));
    }

    /**
     * Returns the condition that a document was last written longer ago than the age: strictly longer, by the storage's clock
     * at the time of the call. This and the other conditions on times look at every document that the rest of a query leaves, unless the
     * collection declares an index on that time: {@link CollectionSpec.Builder#indexUpdatedAt()}, {@link
     * CollectionSpec.Builder#indexCreatedAt()}.
     *
     * @throws InvalidValueException if the age is zero or negative, which is never taken to mean every document
     */
    public static Condition<Object> updatedBefore(Duration age) {
        return olderThan(Attribute.UPDATED_AT, age);
    }

    /**
     * Returns the condition that a document was last written before the instant, not at it.
     *
     * @throws InvalidValueException if the instant lies outside the years 0001 to 9999
     */
    public static Condition<Object> updatedBefore(Instant instant) {
        return times(Attribute.UPDATED_AT, Optional.empty(), before(instant));
    }

    /**
     * Returns the condition that a document was last written at the instant or later.
     *
     * @throws InvalidValueException if the instant lies outside the years 0001 to 9999
     */
    public static Condition<Object> updatedSince(Instant instant) {
        return times(Attribute.UPDATED_AT, since(instant), Optional.empty());
    }

    /**
     * Returns the condition that a document was inserted before the instant, not at it.
     *
     * @throws InvalidValueException if the instant lies outside the years 0001 to 9999
     */
    public static Condition<Object> createdBefore(Instant instant) {
        return times(Attribute.CREATED_AT, Optional.empty(), before(instant));
    }

    /**
     * Returns the condition that a document was inserted longer ago than the age: strictly longer, by the storage's clock at the time of the
     * call.
     *
     * @throws InvalidValueException if the age is zero or negative, which is never taken to mean every document
     */
    public static Condition<Object> createdBefore(Duration age) {
        return olderThan(Attribute.CREATED_AT, age);
    }

    /**
     * Returns the condition that a document was inserted at the instant or later.
     *
     * @throws InvalidValueException if the instant lies outside the years 0001 to 9999
     */
    public static Condition<Object> createdSince(Instant instant) {
        return times(Attribute.CREATED_AT, since(instant), Optional.empty());
    }

    /** Returns the condition that a document was written with this {@linkplain CollectionSpec#version() data version}. */
    public static Condition<Object> dataVersionIs(int version) {
        return fixed(new Filter.In(Attribute.DATA_VERSION, List.of(new IndexValue.IntegerValue(version))));
    }

    /** Returns the condition that a document was written with an earlier {@linkplain CollectionSpec#version() data version}. */
    public static Condition<Object> dataVersionBefore(int version) {
        Filter.Bound to = new Filter.Bound(new IndexValue.IntegerValue(version), false);
        return fixed(new Filter.Range(Attribute.DATA_VERSION, Optional.empty(), Optional.of(to)));
    }

    /**
     * Returns the condition that the instant in an index has come: the storage's clock stands at it or behind it at the time of the call.
     * Documents without a value do not meet it.
     */
    public static <T> Condition<T> reached(Index<T, Instant> index) {
        return new Condition<>((collection, now) -> new Filter.Range(
                index.in(collection),
                Optional.empty(),
                Optional.of(new Filter.Bound(new IndexValue.InstantValue(now), true))));
    }

    /**
     * Returns the condition that the value of an index begins with a text. Every document that has a value meets it if the text is
     * empty.
     *
     * @throws InvalidValueException if the text is one that no index can hold
     */
    public static <T> Condition<T> startsWith(Index<T, String> index, String prefix) {
        TextRules.utf8Length("index " + index.name() + ", prefix", prefix);
        return range(index, Optional.of(text(prefix, true)), successor(prefix).map(next -> text(next, false)));
    }

    /**
     * Returns the condition that a document meets both conditions. Its order, as long as no other is asked for, is that of this one.
     *
     * @throws LimitExceededException if the conditions have more than {@link Limits#CONDITION_PARTS} parts together; so for
     *     every combination
     */
    @Override
    public <S extends T> Condition<S> and(Condition<? super S> other) {
        return new Condition<>(both(other), orderSpec(), parts() + other.parts() + 1);
    }

    /** Returns the condition that a document meets one of the conditions, or both. */
    public <S extends T> Condition<S> or(Condition<? super S> other) {
        return new Condition<>(
                (collection, now) -> new Filter.Or(together(Filter.Or.class, Filter.Or::parts, other, collection, now)),
                OrderSpec.BY_KEY,
                parts() + other.parts() + 1);
    }

    /** Returns the condition that a document does not meet this one. */
    public Condition<T> not() {
        return new Condition<>(
                (collection, now) -> {
                    Filter filter = filterSpec().filter(collection, now);
                    return filter instanceof Filter.Not not ? not.part() : new Filter.Not(filter);
                },
                OrderSpec.BY_KEY,
                parts() + 1);
    }

    static <T> Condition<T> on(DeclaredIndex<T> index, Function<Field.Indexed, Filter> filter) {
        return new Condition<>((collection, now) -> filter.apply(index.in(collection)));
    }

    static <T> Condition<T> in(ValueIndex<T, ?> index, List<IndexValue> values) {
        return on(index, field -> new Filter.In(field, values));
    }

    /** Returns the condition that a document has every one of the values, at least one; each counts as a part. */
    static <T> Condition<T> all(MultiValueIndex<T, ?> index, List<IndexValue> values) {
        return new Condition<>(
                (collection, now) -> {
                    Field field = index.in(collection);
                    List<Filter> each = values.stream()
                            .<Filter>map(value -> new Filter.In(field, List.of(value)))
                            .toList();
                    return each.size() == 1 ? each.get(0) : new Filter.And(each);
                },
                OrderSpec.BY_KEY,
                values.size());
    }

    static <T> Condition<T> range(Index<T, ?> index, Optional<Filter.Bound> from, Optional<Filter.Bound> to) {
        return on(index, field -> new Filter.Range(field, from, to));
    }

    static <T> Condition<T> ranked(SearchIndex<T> index, Filter.Search search, Optional<Index<T, ?>> then) {
        OrderSpec byRank = collection -> {
            Field next = then.<Field>map(following -> following.in(collection)).orElse(Attribute.KEY);
            return new Order(Optional.of(search), next, false);
        };
        return new Condition<>(
                (collection, now) -> {
                    index.in(collection);
                    return search;
                },
                byRank,
                1);
    }

    /** Returns the canonical forms of values, each once. */
    static <V> List<IndexValue> distinct(
            String field, Collection<? extends V> values, Function<? super V, IndexValue> canonical) {
        Set<IndexValue> distinct = new LinkedHashSet<>();
        for (V value : values) {
            distinct.add(canonical.apply(value));
        }
        if (distinct.size() > Limits.CONDITION_VALUES) {
            throw new LimitExceededException(field, Limits.CONDITION_VALUES, "values");
        }
        return List.copyOf(distinct);
    }

    private static Condition<Object> fixed(Filter filter) {
        return new Condition<>((collection, now) -> filter);
    }

    private static Condition<Object> keys(Optional<String> from, Optional<String> before) {
        if (from.isEmpty() && before.isEmpty()) {
            return all();
        }
        return fixed(
                new Filter.Range(Attribute.KEY, from.map(key -> text(key, true)), before.map(key -> text(key, false))));
    }

    private static Filter.Bound text(String value, boolean inclusive) {
        return new Filter.Bound(new IndexValue.TextValue(value), inclusive);
    }

    private static Condition<Object> times(
            Attribute attribute, Optional<Filter.Bound> from, Optional<Filter.Bound> to) {
        return fixed(new Filter.Range(attribute, from, to));
    }

    private static Condition<Object> olderThan(Attribute time, Duration age) {
        if (age.isZero() || age.isNegative()) {
            throw new InvalidValueException("age", "is not positive");
        }
        return new Condition<>((collection, now) -> new Filter.Range(time, Optional.empty(), before(ago(now, age))));
    }

    private static Optional<Filter.Bound> since(Instant instant) {
        return Optional.of(new Filter.Bound(moment(instant), true));
    }

    private static Optional<Filter.Bound> before(Instant instant) {
        return Optional.of(new Filter.Bound(moment(instant), false));
    }

    private static IndexValue moment(Instant instant) {
        return new IndexValue.InstantValue(upToMicrosecond(IndexedTypes.instant("instant", instant), instant));
    }

    private static Optional<String> bound(String key) {
        TextRules.utf8Length("key bound", key);
        return Optional.of(key);
    }

    /**
     * Subtracts an age. {@code updatedAt} is in microseconds, so a bound between two of them is moved up to the next: what lies
     * before the one lies before the other.
     */
    private static Instant ago(Instant now, Duration age) {
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
