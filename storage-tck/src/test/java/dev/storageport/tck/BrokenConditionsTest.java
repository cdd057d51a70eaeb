// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenPort.operations;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.ValueCount;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kit notices ports that are wrong about conditions and counts. */
final class BrokenConditionsTest extends BrokenPortsTest {

    static final Filter NONE = new Filter.In(Attribute.KEY, List.of());

    static final BrokenPort UNKNOWN = operations(
            "takes the negation of an absent value for unknown",
            "COND-1",
            AlteredFilters.whole(BrokenConditionsTest::unknownIfAbsent));
    static final BrokenPort IS_NOT = operations(
            "does not find what has no value by isNot",
            "COND-2",
            AlteredFilters.whole(BrokenConditionsTest::presentIfNotIn));
    static final BrokenPort BOUNDS = operations(
            "swaps included and excluded bounds", "COND-3", AlteredFilters.ranges(BrokenConditionsTest::swapped));
    static final BrokenPort OR = operations(
            "lets `or` bind closer than `and`", "COND-5", AlteredFilters.whole(BrokenConditionsTest::misbound));
    static final BrokenPort UNCONDITIONAL =
            operations("counts by value whatever the condition", "FIND-9", right -> new DelegatingOperations(right) {
                @Override
                public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
                    return super.countBy(collection, new Filter.All(), index);
                }
            });

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                UNKNOWN,
                IS_NOT,
                BOUNDS,
                OR,
                UNCONDITIONAL,
                operations("finds everything by `in` of no values", "COND-2", AlteredFilters.each(filter -> {
                    return filter instanceof Filter.In in && in.values().isEmpty() ? new Filter.All() : filter;
                })),
                operations(
                        "compares without the case of ASCII letters",
                        "COND-2",
                        right -> BrokenIndexWrites.written(
                                        (write, index, value) -> value.map(BrokenConditionsTest::lower))
                                .andThen(AlteredFilters.values(BrokenConditionsTest::lower))
                                .apply(right)),
                operations(
                        "compares real numbers as floats",
                        "COND-3",
                        right -> BrokenIndexWrites.written(
                                        (write, index, value) -> value.map(BrokenConditionsTest::narrow))
                                .andThen(AlteredFilters.ranges(range -> new Filter.Range(
                                        range.field(),
                                        range.from().map(BrokenConditionsTest::narrow),
                                        range.to().map(BrokenConditionsTest::narrow))))
                                .apply(right)),
                new BrokenPort("ends prefixes at U+FFFF", "COND-4", BrokenQueriesTest.PREFIX.breakage()),
                operations(
                        "compares times in milliseconds",
                        "COND-6",
                        AlteredFilters.ranges(range -> new Filter.Range(
                                range.field(),
                                range.from().map(BrokenConditionsTest::millis),
                                range.to().map(BrokenConditionsTest::millis)))),
                operations("overlooks the data version", "COND-6", AlteredFilters.each(filter -> {
                    return filter instanceof Filter.In in && in.field() == Attribute.DATA_VERSION
                            ? new Filter.All()
                            : filter;
                })),
                operations("compares with the first 500 values", "COND-7", AlteredFilters.each(filter -> {
                    return filter instanceof Filter.In in
                            ? new Filter.In(
                                    in.field(), in.values().stream().limit(500).toList())
                            : filter;
                })),
                operations("counts what has no value", "FIND-9", BrokenConditionsTest::countingAbsent),
                operations("counts values in no order", "FIND-9", BrokenConditionsTest::countingBackwards),
                operations(
                        "finds no key where only keys are asked",
                        "FIND-8",
                        AlteredScans.paged((scan, all) -> scan.projection().body()
                                ? all
                                : all.stream().skip(1).toList())),
                operations(
                        "says there is none of what is last",
                        "FIND-7",
                        AlteredScans.paged((scan, all) -> scan.limit().orElse(0) == 1
                                ? all.stream().skip(1).toList()
                                : all)),
                operations(
                        "deletes the first by key whatever the order",
                        "DEL-5",
                        AlteredOperations.scan(scan -> scan.projection().body()
                                ? scan
                                : AlteredOperations.with(scan, scan.filter(), Order.KEY))),
                operations(
                        "leaves a document out of each batch",
                        "DEL-6",
                        AlteredScans.paged((scan, all) ->
                                scan.projection().body() || all.isEmpty() ? all : all.subList(0, all.size() - 1))));
    }

    private static Filter unknownIfAbsent(Filter filter) {
        if (filter instanceof Filter.Not not) {
            List<Filter> parts = new ArrayList<>(List.of(filter));
            AlteredFilters.each(not.part(), leaf -> {
                index(leaf).map(Filter.Present::new).ifPresent(parts::add);
                return leaf;
            });
            return new Filter.And(parts);
        } else if (filter instanceof Filter.And and) {
            return new Filter.And(and.parts().stream()
                    .map(BrokenConditionsTest::unknownIfAbsent)
                    .toList());
        } else if (filter instanceof Filter.Or or) {
            return new Filter.Or(or.parts().stream()
                    .map(BrokenConditionsTest::unknownIfAbsent)
                    .toList());
        }
        return filter;
    }

    private static Optional<String> index(Filter leaf) {
        Field field = leaf instanceof Filter.In in
                ? in.field()
                : leaf instanceof Filter.Range range ? range.field() : Attribute.KEY;
        return field instanceof Field.Indexed indexed
                ? Optional.of(indexed.index())
                : leaf instanceof Filter.Search search ? Optional.of(search.index()) : Optional.empty();
    }

    private static Filter presentIfNotIn(Filter filter) {
        return filter instanceof Filter.Not not
                        && not.part() instanceof Filter.In in
                        && in.field() instanceof Field.Indexed indexed
                ? new Filter.And(List.of(filter, new Filter.Present(indexed.index())))
                : filter;
    }

    private static Filter.Range swapped(Filter.Range range) {
        return new Filter.Range(
                range.field(),
                range.from().map(from -> new Filter.Bound(from.value(), !from.inclusive())),
                range.to().map(to -> new Filter.Bound(to.value(), !to.inclusive())));
    }

    /** As if the text of an alternative had been put behind an `and` without brackets. */
    private static Filter misbound(Filter filter) {
        if (filter instanceof Filter.And and && and.parts().get(1) instanceof Filter.Or or) {
            List<Filter> parts = new ArrayList<>(or.parts());
            parts.set(0, new Filter.And(List.of(and.parts().get(0), or.parts().get(0))));
            return new Filter.Or(parts);
        }
        return filter;
    }

    private static IndexValue lower(IndexValue value) {
        return value instanceof IndexValue.TextValue text
                ? new IndexValue.TextValue(text.value().toLowerCase(Locale.ROOT))
                : value;
    }

    private static IndexValue narrow(IndexValue value) {
        return value instanceof IndexValue.RealValue real && Math.abs(real.value()) < Float.MAX_VALUE
                ? new IndexValue.RealValue((float) real.value())
                : value;
    }

    private static Filter.Bound narrow(Filter.Bound bound) {
        return new Filter.Bound(narrow(bound.value()), bound.inclusive());
    }

    private static Filter.Bound millis(Filter.Bound bound) {
        return bound.value() instanceof IndexValue.InstantValue moment
                ? new Filter.Bound(
                        new IndexValue.InstantValue(moment.value().truncatedTo(ChronoUnit.MILLIS)), bound.inclusive())
                : bound;
    }

    private static RecordOperations countingAbsent(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
                List<ValueCount> counts = new ArrayList<>(super.countBy(collection, filter, index));
                long absent =
                        count(collection, new Filter.And(List.of(filter, new Filter.Not(new Filter.Present(index)))));
                if (absent > 0 && collection.index(index).type() == IndexType.TEXT) {
                    counts.add(new ValueCount(new IndexValue.TextValue("none"), absent));
                }
                return counts;
            }
        };
    }

    private static RecordOperations countingBackwards(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
                List<ValueCount> counts = new ArrayList<>(super.countBy(collection, filter, index));
                Collections.reverse(counts);
                return counts;
            }
        };
    }
}
