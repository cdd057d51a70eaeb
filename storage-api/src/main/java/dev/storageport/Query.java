// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.Scan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Which documents, in which order, at most how many. A {@link Condition} is a query for all that meet it, by key. Immutable.
 *
 * @param <T> the type of the documents; {@code Object} if the query fits any collection
 */
public sealed class Query<T> permits Condition {

    private final FilterSpec filterSpec;
    private final OrderSpec orderSpec;
    private final OptionalInt limit;
    private final int parts;

    /**
     * A query.
     *
     * @param parts of how many conditions and combinations it is made
     */
    Query(FilterSpec filterSpec, OrderSpec orderSpec, OptionalInt limit, int parts) {
        if (parts > Limits.CONDITION_PARTS) {
            throw new LimitExceededException("condition", Limits.CONDITION_PARTS, "parts");
        }
        this.filterSpec = filterSpec;
        this.orderSpec = orderSpec;
        this.limit = limit;
        this.parts = parts;
    }

    /**
     * Returns this query for those of its documents that meet the condition too; order and limit stay.
     *
     * @throws LimitExceededException if the conditions have more than {@link Limits#CONDITION_PARTS} parts together
     */
    public <S extends T> Query<S> and(Condition<? super S> other) {
        return new Query<>(both(other), orderSpec, limit, parts + other.parts() + 1);
    }

    /** Returns this query ordered by key, in code-point order. This is the order of a query that names none. */
    public final Query<T> byKey() {
        return ordered(Attribute.KEY, false);
    }

    /** Returns this query ordered by key, the last in code-point order first. */
    public final Query<T> byKeyDescending() {
        return ordered(Attribute.KEY, true);
    }

    /**
     * Returns this query with the document that was written last first; equal times follow by descending key.
     * Reads and sorts every document that it may mean, unless the collection declares {@link CollectionSpec.Builder#indexUpdatedAt()}.
     */
    public final Query<T> newestFirst() {
        return ordered(Attribute.UPDATED_AT, true);
    }

    /**
     * Returns this query with the document that was written longest ago first; equal times follow by key.
     * Costs what {@link #newestFirst()} does.
     */
    public final Query<T> oldestFirst() {
        return ordered(Attribute.UPDATED_AT, false);
    }

    /**
     * Returns this query with the document that was inserted last first; equal times follow by descending key.
     * Reads and sorts every document that it may mean, unless the collection declares {@link CollectionSpec.Builder#indexCreatedAt()}.
     */
    public final Query<T> lastCreatedFirst() {
        return ordered(Attribute.CREATED_AT, true);
    }

    /**
     * Returns this query with the document that was inserted first first; equal times follow by key.
     * Costs what {@link #lastCreatedFirst()} does.
     */
    public final Query<T> firstCreatedFirst() {
        return ordered(Attribute.CREATED_AT, false);
    }

    /** Returns this query ordered by an index, ascending; documents without a value come last, equal values follow by key. */
    public final <S extends T> Query<S> by(Index<S, ?> index) {
        return new Query<>(filterSpec, OrderSpec.of(index, false), limit, parts);
    }

    /**
     * Returns this query ordered by an index, descending; documents without a value come first, equal values follow by descending key.
     */
    public final <S extends T> Query<S> byDescending(Index<S, ?> index) {
        return new Query<>(filterSpec, OrderSpec.of(index, true), limit, parts);
    }

    /**
     * Returns this query for at most so many documents.
     *
     * @throws InvalidValueException if the number is not positive
     */
    public final Query<T> limit(int documents) {
        if (documents <= 0) {
            throw new InvalidValueException("limit", "is not positive");
        }
        return new Query<>(filterSpec, orderSpec, OptionalInt.of(documents), parts);
    }

    private Query<T> ordered(Attribute attribute, boolean descending) {
        return new Query<>(filterSpec, OrderSpec.of(attribute, descending), limit, parts);
    }

    /** Returns the reading of what this query means at a time, from its beginning. */
    final Scan scan(CollectionDefinition collection, Instant now, OptionalInt documents, Projection projection) {
        return new Scan(
                collection,
                filterSpec.filter(collection, now),
                orderSpec.order(collection),
                Optional.empty(),
                documents,
                projection);
    }

    /** Returns that a document is meant by this query and by another; a chain of them stays one list. */
    final FilterSpec both(Query<?> other) {
        return (collection, now) ->
                new Filter.And(together(Filter.And.class, Filter.And::parts, other, collection, now));
    }

    /** Returns the parts of two filters of one kind as parts of one, so that a chain of conditions stays flat. */
    final <F extends Filter> List<Filter> together(
            Class<F> kind,
            Function<F, List<Filter>> partsOf,
            Query<?> other,
            CollectionDefinition collection,
            Instant now) {
        List<Filter> together = new ArrayList<>();
        for (FilterSpec spec : List.of(filterSpec, other.filterSpec)) {
            Filter filter = spec.filter(collection, now);
            if (kind.isInstance(filter)) {
                together.addAll(partsOf.apply(kind.cast(filter)));
            } else {
                together.add(filter);
            }
        }
        return together;
    }

    int parts() {
        return parts;
    }

    FilterSpec filterSpec() {
        return filterSpec;
    }

    OrderSpec orderSpec() {
        return orderSpec;
    }

    OptionalInt maximum() {
        return limit;
    }
}
