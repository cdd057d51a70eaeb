// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Order;

/** An order before it is asked: it becomes one of the port when the collection is known. */
@FunctionalInterface
interface OrderSpec {

    /** The order of a query that names none. */
    OrderSpec BY_KEY = of(Attribute.KEY, false);

    /**
     * Returns the order for one call.
     *
     * @throws UsageException if the collection does not have the index that is meant
     */
    Order order(CollectionDefinition collection);

    static OrderSpec of(Attribute attribute, boolean descending) {
        Order order = new Order(attribute, descending);
        return collection -> order;
    }

    static OrderSpec of(Index<?, ?> index, boolean descending) {
        return collection -> new Order(index.in(collection), descending);
    }
}
