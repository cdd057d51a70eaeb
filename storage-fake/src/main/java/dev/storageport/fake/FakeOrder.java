// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.IndexValueBytes;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import java.util.Comparator;
import java.util.OptionalInt;

/**
 * An order of the rows that one program sees. Rows are compared by their positions, so what follows a position is found in the same
 * way whether or not its row still exists.
 */
record FakeOrder(FakeFields fields, Order order) {

    /** A row in its place. */
    record Placed(FakeRow row, Position position) {}

    Placed place(FakeRow row) {
        return new Placed(row, position(row));
    }

    private Position position(FakeRow row) {
        OptionalInt rank = order.ranking().stream()
                .mapToInt(search -> fields.rank(row, search))
                .findFirst();
        return Position.of(order, row.full(), rank, fields.value(row, order.by()));
    }

    /** By rank, then by value with the absent ones behind, then by key; the last two turned round together when descending. */
    Comparator<Position> comparator() {
        Comparator<Position> byValue = (left, right) -> {
            if (left.value().isEmpty() || right.value().isEmpty()) {
                return Boolean.compare(left.value().isEmpty(), right.value().isEmpty());
            }
            return IndexValueBytes.ORDER.compare(
                    left.value().get(), right.value().get());
        };
        Comparator<Position> ascending = byValue.thenComparing(Position::key, CodePointOrder.INSTANCE);
        return Comparator.<Position>comparingInt(position -> position.rank().orElse(0))
                .thenComparing(order.descending() ? ascending.reversed() : ascending);
    }
}
