// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A way to find documents by a value that is computed from them. Declared once as a constant, named in the
 * {@link CollectionSpec}, and used to build conditions, so a condition of the wrong type does not compile.
 *
 * <p>The value is computed when the document is written, in Java, so every backend stores and compares the same value. A document
 * whose value is {@code null} is not in the index. Immutable; any number of threads may use it if the function allows it.
 *
 * @param <T> the type of the documents
 * @param <V> the type of the value
 */
public final class Index<T, V> {

    private final IndexDefinition definition;
    private final Class<V> type;
    private final Function<? super T, ? extends @Nullable V> value;

    private Index(IndexDefinition definition, Class<V> type, Function<? super T, ? extends @Nullable V> value) {
        this.definition = definition;
        this.type = type;
        this.value = Objects.requireNonNull(value, "the function of an index");
    }

    /**
     * Returns an index whose values may have any number of owners.
     *
     * @param name {@code [a-z][a-z0-9_]{0,47}}
     * @param type {@code String}, an integer type, {@code Double}, {@code Float}, {@code Boolean}, {@link java.time.Instant},
     *     {@link java.time.LocalDate}, {@link java.util.UUID} or an enum, which is stored by its name
     * @param value computes the value of a document; {@code null}: not indexed; must always give the same for the same document
     * @throws ConfigurationException if the name is malformed or the type is not one of these
     */
    public static <T, V> Index<T, V> of(String name, Class<V> type, Function<? super T, ? extends @Nullable V> value) {
        return new Index<>(new IndexDefinition(name, IndexedTypes.of(name, type), false), type, value);
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
        return new Index<>(new IndexDefinition(name, IndexedTypes.of(name, type), true), type, value);
    }

    /** Returns the index's name. */
    public String name() {
        return definition.name();
    }

    /**
     * Returns the condition that a document has this value.
     *
     * @throws InvalidValueException if the value is one that no document can have, such as a text with U+0000
     * @throws LimitExceededException if the value is longer than {@link Limits#INDEX_TEXT_BYTES}
     */
    public Condition<T> is(V wanted) {
        if (wanted == null) {
            throw new InvalidValueException("index " + name(), "is compared with null");
        }
        checkType("index " + name(), wanted);
        return Condition.indexEquals(this, IndexedTypes.canonical("index " + name(), wanted));
    }

    IndexDefinition definition() {
        return definition;
    }

    /** Returns the canonical value of a document, or {@code null} if it is not indexed. */
    @Nullable
    IndexValue valueOf(String document, T value) {
        String field = document + ", index " + name();
        Object computed;
        try {
            computed = this.value.apply(value);
        } catch (RuntimeException failed) {
            throw new InvalidValueException(field, "computing the value failed", failed);
        }
        if (computed == null) {
            return null;
        }
        checkType(field, computed);
        return IndexedTypes.canonical(field, computed);
    }

    /** Finds what raw types let through; backends would each make something else of it. */
    private void checkType(String field, Object value) {
        if (!type.isInstance(value)) {
            throw new InvalidValueException(field, "is not of type " + type.getName());
        }
    }

    /** Returns name and type. */
    @Override
    public String toString() {
        IndexType kind = definition.type();
        return (definition.unique() ? "unique index " : "index ") + name() + " of " + kind;
    }
}
