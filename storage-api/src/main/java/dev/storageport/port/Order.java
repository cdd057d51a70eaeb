// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.port.Field.Attribute;
import java.util.Optional;

/**
 * An order of records. Records without a value come last when ascending and first when descending. Records that are equal by it
 * follow by key in the same direction, so the order is total and the same on each backend, and one B-tree serves both directions.
 *
 * @param ranking what is compared before all else: the smaller {@link SearchText#rank rank} first; given only with a filter that
 *     holds only for records which contain all its words, and never with {@code descending}
 * @param by what is compared next; never an index of many values or a search index
 * @param descending whether the largest comes first
 */
public record Order(Optional<Filter.Search> ranking, Field by, boolean descending) {

    /** Keys in code-point order. */
    public static final Order KEY = new Order(Attribute.KEY, false);

    /**
     * Creates an order without a ranking.
     *
     * @param by what is compared first
     * @param descending whether the largest comes first
     */
    public Order(Field by, boolean descending) {
        this(Optional.empty(), by, descending);
    }
}
