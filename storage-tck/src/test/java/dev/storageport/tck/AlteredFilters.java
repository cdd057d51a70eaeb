// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.ValueCount;
import java.util.List;
import java.util.function.UnaryOperator;

/** Alterations of what is asked, of which broken ports are made. */
final class AlteredFilters {

    private AlteredFilters() {}

    /** Changes every filter as a whole. */
    static UnaryOperator<RecordOperations> whole(UnaryOperator<Filter> change) {
        return right -> new DelegatingOperations(right) {
            @Override
            public long delete(CollectionDefinition collection, Filter filter) {
                return super.delete(collection, change.apply(filter));
            }

            @Override
            public long count(CollectionDefinition collection, Filter filter) {
                return super.count(collection, change.apply(filter));
            }

            @Override
            public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
                return super.countBy(collection, change.apply(filter), index);
            }

            @Override
            public RecordCursor scan(Scan scan) {
                return super.scan(AlteredOperations.with(scan, change.apply(scan.filter()), scan.order()));
            }
        };
    }

    /** Changes every comparison of every filter. */
    static UnaryOperator<RecordOperations> each(UnaryOperator<Filter> change) {
        return whole(filter -> each(filter, change));
    }

    static Filter each(Filter filter, UnaryOperator<Filter> change) {
        if (filter instanceof Filter.And and) {
            return new Filter.And(each(and.parts(), change));
        } else if (filter instanceof Filter.Or or) {
            return new Filter.Or(each(or.parts(), change));
        } else if (filter instanceof Filter.Not not) {
            return new Filter.Not(each(not.part(), change));
        }
        return change.apply(filter);
    }

    private static List<Filter> each(List<Filter> parts, UnaryOperator<Filter> change) {
        return parts.stream().map(part -> each(part, change)).toList();
    }

    /** Changes every range. */
    static UnaryOperator<RecordOperations> ranges(UnaryOperator<Filter.Range> change) {
        return each(filter -> filter instanceof Filter.Range range ? change.apply(range) : filter);
    }

    /** Changes the values that are asked for one by one. */
    static UnaryOperator<RecordOperations> values(UnaryOperator<IndexValue> change) {
        return each(filter -> filter instanceof Filter.In in
                ? new Filter.In(in.field(), in.values().stream().map(change).toList())
                : filter);
    }
}
