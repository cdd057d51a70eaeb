// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.SearchText;
import java.util.List;
import java.util.Optional;

/**
 * What one program sees of rows: their attributes, and the values of the very indexes that it declares.
 *
 * @param collection the collection as that program declares it
 */
record FakeFields(CollectionDefinition collection) {

    /** Returns what a filter compares and an order sorts by; empty if the row has no such value. */
    Optional<IndexValue> value(FakeRow row, Field field) {
        if (field instanceof Field.Indexed indexed) {
            return value(row, indexed.index());
        }
        return Optional.of(
                switch ((Attribute) field) {
                    case KEY -> new IndexValue.TextValue(row.key());
                    case CREATED_AT -> new IndexValue.InstantValue(row.full().createdAt());
                    case UPDATED_AT -> new IndexValue.InstantValue(row.full().updatedAt());
                    case DATA_VERSION -> new IndexValue.IntegerValue(row.full().dataVersion());
                });
    }

    /** Returns every value of the row in an index: none, one or many. */
    List<IndexValue> values(FakeRow row, Field field) {
        Optional<IndexValue> value = value(row, field);
        return value.isPresent() && value.get() instanceof IndexValue.MultiValue many
                ? many.values()
                : value.stream().toList();
    }

    private Optional<IndexValue> value(FakeRow row, String index) {
        return Optional.ofNullable(row.indexValues().get(collection.index(index)));
    }

    /** Returns the rank of the row in a search, -1 if it is not found by it. */
    int rank(FakeRow row, Filter.Search search) {
        return value(row, search.index())
                .map(text -> SearchText.rank(((IndexValue.TextValue) text).value(), search.words()))
                .orElse(-1);
    }
}
