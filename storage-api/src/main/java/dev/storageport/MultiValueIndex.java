// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexValue;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An index of any number of values for each document, such as tags or skills. Their order and repetitions do not matter to it. A
 * document without values, {@code null} or empty, is not in the index.
 *
 * <p>Documents cannot be ordered by such an index, because it does not say by which of the values.
 *
 * @param <T> the type of the documents
 * @param <V> the type of the values
 */
public final class MultiValueIndex<T, V> extends ValueIndex<T, V> {

    private final Function<? super T, ? extends @Nullable Collection<? extends V>> values;

    private MultiValueIndex(
            IndexDefinition definition,
            Class<V> type,
            Function<? super T, ? extends @Nullable Collection<? extends V>> values) {
        super(definition, type);
        this.values = Objects.requireNonNull(values, "the function of an index");
    }

    /**
     * Returns an index.
     *
     * @param name {@code [a-z][a-z0-9_]{0,47}}
     * @param type the type of the single values, as for {@link Index#of}
     * @param values computes the values of a document, at most {@link Limits#INDEX_VALUES}, none of them {@code null};
     *     {@code null} or empty: not indexed; must always give the same for the same document
     * @throws ConfigurationException if the name is malformed or the type cannot be indexed
     */
    public static <T, V> MultiValueIndex<T, V> of(
            String name, Class<V> type, Function<? super T, ? extends @Nullable Collection<? extends V>> values) {
        return new MultiValueIndex<>(
                new IndexDefinition(name, IndexKind.MULTI_VALUE, IndexedTypes.of(name, type), 1), type, values);
    }

    /**
     * Returns this index with the version of its function; 1 if not set.
     *
     * @throws ConfigurationException if it is not positive
     */
    public MultiValueIndex<T, V> version(int version) {
        return new MultiValueIndex<>(versioned(definition(), version), type(), values);
    }

    /**
     * Returns the condition that this is one of a document's values.
     *
     * @throws InvalidValueException if the value is one that no document can have; so for every condition of an index
     * @throws LimitExceededException if the value is longer than {@link Limits#INDEX_TEXT_BYTES}; so for every condition
     */
    public Condition<T> contains(V wanted) {
        return Condition.in(this, List.of(wanted(wanted)));
    }

    /**
     * Returns the condition that one or more of these are values of a document. No document meets it if there are none.
     *
     * @throws LimitExceededException if there are more than {@link Limits#CONDITION_VALUES}
     */
    public Condition<T> containsAny(Collection<? extends V> wanted) {
        return Condition.in(this, Condition.distinct("index " + name(), wanted, this::wanted));
    }

    /**
     * Returns the condition that all of these are values of a document.
     *
     * @throws InvalidValueException if there are none, which is never taken to mean every document
     * @throws LimitExceededException if there are more than {@link Limits#CONDITION_PARTS}
     */
    public Condition<T> containsAll(Collection<? extends V> wanted) {
        List<IndexValue> values = Condition.distinct("index " + name(), wanted, this::wanted);
        if (values.isEmpty()) {
            throw new InvalidValueException("index " + name(), "is compared with no values");
        }
        return Condition.all(this, values);
    }

    @Override
    @Nullable
    IndexValue valueOf(String document, T value) {
        String field = field(document);
        Collection<? extends V> computed = computed(field, () -> values.apply(value));
        if (computed == null || computed.isEmpty()) {
            return null;
        }
        Set<IndexValue> distinct = new LinkedHashSet<>();
        for (Object one : computed) {
            if (one == null) {
                throw new InvalidValueException(field, "holds null");
            }
            distinct.add(canonical(field, one));
        }
        if (distinct.size() > Limits.INDEX_VALUES) {
            throw new LimitExceededException(field, Limits.INDEX_VALUES, "values");
        }
        return new IndexValue.MultiValue(List.copyOf(distinct));
    }
}
