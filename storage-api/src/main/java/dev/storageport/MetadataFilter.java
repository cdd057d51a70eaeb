// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.StoredRecord;
import java.util.List;
import java.util.function.Predicate;

/** A filter that asks nothing but what every record has, so that it can be answered for a record without the database. */
final class MetadataFilter {

    private MetadataFilter() {}

    /**
     * Returns whether a filter is for records of some age whose collection has no index on that time: one that must be met sets an upper
     * bound to it, none of them could be looked up in an index, and all of them can be answered by {@link #predicate}.
     */
    static boolean isUnindexedAge(CollectionDefinition collection, Filter filter) {
        List<Filter> parts = conjuncts(filter);
        return filter.indexes().isEmpty()
                && parts.stream().anyMatch(MetadataFilter::isAge)
                && parts.stream().noneMatch(part -> isAge(part) && collection.hasIndexOn(timeOf(part)));
    }

    private static boolean isAge(Filter part) {
        return part instanceof Filter.Range range
                && range.field() instanceof Field.Attribute attribute
                && attribute.isTime()
                && range.from().isEmpty()
                && range.to().isPresent();
    }

    private static Field.Attribute timeOf(Filter age) {
        return (Field.Attribute) ((Filter.Range) age).field();
    }

    /** Returns the part of a filter that only asks keys, by which the database reads in order. */
    static Filter ofKeys(Filter filter) {
        List<Filter> parts =
                conjuncts(filter).stream().filter(MetadataFilter::asksKey).toList();
        return parts.isEmpty() ? new Filter.All() : new Filter.And(parts);
    }

    private static boolean asksKey(Filter part) {
        return (part instanceof Filter.Range range && range.field() == Field.Attribute.KEY)
                || (part instanceof Filter.In in && in.field() == Field.Attribute.KEY);
    }

    private static List<Filter> conjuncts(Filter filter) {
        return filter instanceof Filter.And and
                ? and.parts().stream().flatMap(part -> conjuncts(part).stream()).toList()
                : List.of(filter);
    }

    /**
     * Returns whether a record meets a filter.
     *
     * @param filter one that asks no index
     */
    static Predicate<StoredRecord> predicate(Filter filter) {
        if (filter instanceof Filter.And and) {
            return predicates(and.parts()).stream().reduce(Predicate::and).orElseThrow();
        } else if (filter instanceof Filter.Or or) {
            return predicates(or.parts()).stream().reduce(Predicate::or).orElseThrow();
        } else if (filter instanceof Filter.Not not) {
            return predicate(not.part()).negate();
        } else if (filter instanceof Filter.In in) {
            return record -> in.values().contains(value(in.field(), record));
        } else if (filter instanceof Filter.Range range) {
            return record -> range.contains(value(range.field(), record));
        } else if (filter instanceof Filter.All) {
            return record -> true;
        }
        throw indexed();
    }

    private static List<Predicate<StoredRecord>> predicates(List<Filter> parts) {
        return parts.stream().map(MetadataFilter::predicate).toList();
    }

    private static IndexValue value(Field field, StoredRecord record) {
        if (field instanceof Field.Attribute attribute) {
            return switch (attribute) {
                case KEY -> new IndexValue.TextValue(record.key());
                case CREATED_AT -> new IndexValue.InstantValue(record.createdAt());
                case UPDATED_AT -> new IndexValue.InstantValue(record.updatedAt());
                case DATA_VERSION -> new IndexValue.IntegerValue(record.dataVersion());
            };
        }
        throw indexed();
    }

    private static IllegalArgumentException indexed() {
        return new IllegalArgumentException("the filter asks an index");
    }
}
