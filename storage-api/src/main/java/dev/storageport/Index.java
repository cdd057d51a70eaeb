// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexValue;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An index of at most one value for each document. A document whose value is {@code null} is not in the index: comparisons do not find
 * it, their negations do.
 *
 * <p>Values are ordered: text and enums (by their names) by code point, UUIDs by their unsigned bytes, {@code false} before
 * {@code true}, the others as usual.
 *
 * @param <T> the type of the documents
 * @param <V> the type of the value
 */
public final class Index<T, V> extends ValueIndex<T, V> {

    private final Function<? super T, ? extends @Nullable V> value;

    private Index(IndexDefinition definition, Class<V> type, Function<? super T, ? extends @Nullable V> value) {
        super(definition, type);
        this.value = Objects.requireNonNull(value, "the function of an index");
    }

    /**
     * Returns an index whose values may have any number of owners.
     *
     * @param name {@code [a-z][a-z0-9_]{0,47}}
     * @param type {@code String}, an integer type, {@code Double}, {@code Float}, {@code Boolean}, {@link java.time.Instant},
     *     {@link java.time.LocalDate}, {@link java.util.UUID} or an enum, which is stored by its name; {@code int.class} and other
     *     primitive types mean their wrappers
     * @param value computes the value of a document; {@code null}: not indexed; must always give the same for the same document
     * @throws ConfigurationException if the name is malformed or the type is not one of these
     */
    public static <T, V> Index<T, V> of(String name, Class<V> type, Function<? super T, ? extends @Nullable V> value) {
        return new Index<>(definition(name, IndexKind.SINGLE, type), type, value);
    }

    /**
     * Returns an index whose values have at most one owner: writing a second one is refused with
     * {@link UniqueViolationException}. Documents without a value never collide.
     *
     * @param name as for {@link #of}
     * @param type as for {@link #of}
     * @param value as for {@link #of}
     * @throws ConfigurationException if the name is malformed or the type cannot be indexed
     */
    public static <T, V> Index<T, V> unique(
            String name, Class<V> type, Function<? super T, ? extends @Nullable V> value) {
        return new Index<>(definition(name, IndexKind.UNIQUE, type), type, value);
    }

    private static IndexDefinition definition(String name, IndexKind kind, Class<?> type) {
        return new IndexDefinition(name, kind, IndexedTypes.of(name, type), 1);
    }

    /**
     * Returns this index with the version of its function; 1 if not set. To be raised whenever the function gives another value for
     * the same document.
     *
     * @throws ConfigurationException if it is not positive
     */
    public Index<T, V> version(int version) {
        return new Index<>(versioned(definition(), version), type(), value);
    }

    /**
     * Returns the condition that a document has this value.
     *
     * @throws InvalidValueException if the value is one that no document can have, such as a text with U+0000; so for every
     *     condition of an index
     * @throws LimitExceededException if the value is longer than {@link Limits#INDEX_TEXT_BYTES}; so for every condition
     */
    public Condition<T> is(V wanted) {
        return Condition.in(this, List.of(wanted(wanted)));
    }

    /** Returns the condition that a document does not have this value: it has another, or none. */
    public Condition<T> isNot(V unwanted) {
        return is(unwanted).not();
    }

    /**
     * Returns the condition that a document has one of these values. No document meets it if there are none.
     *
     * @throws LimitExceededException if there are more than {@link Limits#CONDITION_VALUES}
     */
    public Condition<T> in(Collection<? extends V> wanted) {
        return Condition.in(this, Condition.distinct("index " + name(), wanted, this::wanted));
    }

    /** Returns the condition that a document's value is this or a larger one. */
    public Condition<T> atLeast(V from) {
        return range(bound(from, true), Optional.empty());
    }

    /** Returns the condition that a document's value is larger than this. */
    public Condition<T> greaterThan(V from) {
        return range(bound(from, false), Optional.empty());
    }

    /** Returns the condition that a document's value is this or a smaller one. */
    public Condition<T> atMost(V to) {
        return range(Optional.empty(), bound(to, true));
    }

    /** Returns the condition that a document's value is smaller than this. */
    public Condition<T> lessThan(V to) {
        return range(Optional.empty(), bound(to, false));
    }

    /** Returns the condition that a document's value lies between these, both included. Nothing meets it if they are in reverse order. */
    public Condition<T> between(V from, V to) {
        return range(bound(from, true), bound(to, true));
    }

    /**
     * Returns the condition that a document's value is not below {@code from} and below {@code before}. Nothing meets it if they are
     * equal or in reverse order.
     */
    public Condition<T> range(V from, V before) {
        return range(bound(from, true), bound(before, false));
    }

    /**
     * Returns what this index has of a document as it is stored: instants in whole microseconds, rounded down. Empty if the document is not
     * indexed.
     *
     * @throws InvalidValueException if the function of the index fails, or its value is one that cannot be indexed
     * @throws LimitExceededException if the value is longer than {@link Limits#INDEX_TEXT_BYTES}
     */
    public Optional<V> of(T document) {
        return Optional.ofNullable(valueOf("document", document)).map(this::declared);
    }

    private Optional<Filter.Bound> bound(V value, boolean inclusive) {
        return Optional.of(new Filter.Bound(wanted(value), inclusive));
    }

    private Condition<T> range(Optional<Filter.Bound> from, Optional<Filter.Bound> to) {
        return Condition.range(this, from, to);
    }

    @Override
    @Nullable
    IndexValue valueOf(String document, T value) {
        String field = field(document);
        Object computed = computed(field, () -> this.value.apply(value));
        return computed == null ? null : canonical(field, computed);
    }
}
