// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Projection;
import dev.storageport.port.Scan;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which documents, in which order, at most how many. A {@link Condition} is a query for all that meet it, by key. Immutable.
 *
 * @param <T> the type of the documents; {@code Object} if the query fits any collection
 */
public sealed class Query<T> permits Condition {

    private final FilterSpec filterSpec;
    private final OrderSpec orderSpec;
    private final OptionalInt limit;

    Query(FilterSpec filterSpec, OrderSpec orderSpec, OptionalInt limit) {
        this.filterSpec = filterSpec;
        this.orderSpec = orderSpec;
        this.limit = limit;
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
        return new Query<>(filterSpec, OrderSpec.of(index, false), limit);
    }

    /**
     * Returns this query ordered by an index, descending; documents without a value come first, equal values follow by descending key.
     */
    public final <S extends T> Query<S> byDescending(Index<S, ?> index) {
        return new Query<>(filterSpec, OrderSpec.of(index, true), limit);
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
        return new Query<>(filterSpec, orderSpec, OptionalInt.of(documents));
    }

    private Query<T> ordered(Attribute attribute, boolean descending) {
        return new Query<>(filterSpec, OrderSpec.of(attribute, descending), limit);
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
