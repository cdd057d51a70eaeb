// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The place of a record in an order, which exists whether or not the record does: what comes after it is defined by comparing.
 *
 * @param rank the rank, if the order has a ranking
 * @param value the value that the order compares; empty if it compares keys or if the record has none
 * @param key the record's key
 */
public record Position(OptionalInt rank, Optional<IndexValue> value, String key) {

    /**
     * Returns the place of a record in an order.
     *
     * @param rank the record's rank; empty if the order has no ranking
     * @param indexed the record's value in the index that the order is by; not looked at if it is by an attribute
     */
    public static Position of(Order order, StoredRecord record, OptionalInt rank, Optional<IndexValue> indexed) {
        Optional<IndexValue> value = indexed;
        if (order.by() instanceof Field.Attribute attribute) {
            value = switch (attribute) {
                case KEY -> Optional.empty();
                case CREATED_AT -> Optional.of(new IndexValue.InstantValue(record.createdAt()));
                case UPDATED_AT -> Optional.of(new IndexValue.InstantValue(record.updatedAt()));
                case DATA_VERSION -> Optional.of(new IndexValue.IntegerValue(record.dataVersion()));
            };
        }
        return new Position(rank, value, record.key());
    }
}
