// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.Order;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the names of the indexes that a question uses. */
final class UsedIndexes {

    private final Set<String> indexes = new LinkedHashSet<>();

    /** Returns the names, each once. */
    static Set<String> of(Filter filter) {
        return of(filter, Optional.empty());
    }

    /** Returns the names, each once. */
    static Set<String> of(Filter filter, Order order) {
        return of(filter, Optional.of(order));
    }

    private static Set<String> of(Filter filter, Optional<Order> order) {
        UsedIndexes uses = new UsedIndexes();
        uses.add(filter);
        if (order.isPresent()) {
            order.get().ranking().ifPresent(uses::add);
            uses.add(order.get().by());
        }
        return uses.indexes;
    }

    private void add(Filter filter) {
        if (filter instanceof Filter.And and) {
            addAll(and.parts());
        } else if (filter instanceof Filter.Or or) {
            addAll(or.parts());
        } else if (filter instanceof Filter.Not not) {
            add(not.part());
        } else if (filter instanceof Filter.In in) {
            add(in.field());
        } else if (filter instanceof Filter.Range range) {
            add(range.field());
        } else if (filter instanceof Filter.Present present) {
            indexes.add(present.index());
        } else if (filter instanceof Filter.Search search) {
            indexes.add(search.index());
        }
    }

    private void addAll(List<Filter> parts) {
        for (Filter part : parts) {
            add(part);
        }
    }

    private void add(Field field) {
        if (field instanceof Field.Indexed indexed) {
            indexes.add(indexed.index());
        }
    }
}
