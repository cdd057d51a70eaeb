// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A reading of many records.
 *
 * @param collection the collection read
 * @param filter which records
 * @param order in which order
 * @param after the position behind which the reading begins, in the order; empty: at its beginning
 * @param limit at most how many; positive; empty: all
 * @param projection which parts of each
 */
public record Scan(
        CollectionDefinition collection,
        Filter filter,
        Order order,
        Optional<Position> after,
        OptionalInt limit,
        Projection projection) {

    /** Returns the names of the indexes that filter and order ask, each once: in those, no record may be stale. */
    public Set<String> indexes() {
        Set<String> names = new LinkedHashSet<>(filter.indexes());
        order.ranking().ifPresent(ranking -> names.addAll(ranking.indexes()));
        if (order.by() instanceof Field.Indexed indexed) {
            names.add(indexed.index());
        }
        return Collections.unmodifiableSet(names);
    }
}
