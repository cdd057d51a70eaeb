// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Filters and scans in short. */
final class Filters {

    private Filters() {}

    static Filter equal(String index, IndexValue value) {
        return new Filter.In(new Field.Indexed(index), List.of(value));
    }

    static Filter equal(String index, String value) {
        return equal(index, new IndexValue.TextValue(value));
    }

    static Filter in(String index, String... values) {
        List<IndexValue> texts = new ArrayList<>();
        for (String value : values) {
            texts.add(new IndexValue.TextValue(value));
        }
        return new Filter.In(new Field.Indexed(index), texts);
    }

    static Filter keysFrom(String from) {
        return new Filter.Range(Attribute.KEY, bound(from, true), Optional.empty());
    }

    /** Keys from the first to before the second. */
    static Filter keys(String from, String before) {
        return new Filter.Range(Attribute.KEY, bound(from, true), bound(before, false));
    }

    static Filter range(String index, IndexValue from, IndexValue before) {
        return new Filter.Range(
                new Field.Indexed(index),
                Optional.of(new Filter.Bound(from, true)),
                Optional.of(new Filter.Bound(before, false)));
    }

    static Filter range(String index, String from, String before) {
        return range(index, new IndexValue.TextValue(from), new IndexValue.TextValue(before));
    }

    private static Optional<Filter.Bound> bound(String key, boolean inclusive) {
        return Optional.of(new Filter.Bound(new IndexValue.TextValue(key), inclusive));
    }

    static Filter updatedBefore(Instant instant) {
        return new Filter.Range(
                Attribute.UPDATED_AT,
                Optional.empty(),
                Optional.of(new Filter.Bound(new IndexValue.InstantValue(instant), false)));
    }

    static Scan scan(CollectionDefinition collection, Filter filter, Order order, Projection projection) {
        return new Scan(collection, filter, order, Optional.empty(), OptionalInt.empty(), projection);
    }

    static Scan all(CollectionDefinition collection, Projection projection) {
        return scan(collection, new Filter.All(), Order.KEY, projection);
    }

    static List<String> keys(RecordOperations operations, Scan scan) {
        try (RecordCursor cursor = operations.scan(scan)) {
            List<String> keys = new ArrayList<>();
            cursor.forEachRemaining(record -> keys.add(record.key()));
            return keys;
        }
    }
}
