// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.SearchText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What filters and orders mean, said in Java, for comparison with what the database answers. */
final class QueryOracle {

    private QueryOracle() {}

    static boolean holds(Filter filter, String key, Map<String, IndexValue> values) {
        if (filter instanceof Filter.And and) {
            return and.parts().stream().allMatch(part -> holds(part, key, values));
        } else if (filter instanceof Filter.Or or) {
            return or.parts().stream().anyMatch(part -> holds(part, key, values));
        } else if (filter instanceof Filter.Not not) {
            return !holds(not.part(), key, values);
        } else if (filter instanceof Filter.In in) {
            return in(in, value(in.field(), key, values));
        } else if (filter instanceof Filter.Range range) {
            return range(range, value(range.field(), key, values));
        } else if (filter instanceof Filter.Present present) {
            return values.containsKey(present.index());
        } else if (filter instanceof Filter.Search search) {
            return values.get(search.index()) instanceof IndexValue.TextValue text
                    && search.words().stream().allMatch(text.value()::contains);
        }
        return true;
    }

    private static boolean in(Filter.In in, @Nullable IndexValue value) {
        if (value instanceof IndexValue.MultiValue many) {
            return many.values().stream().anyMatch(in.values()::contains);
        }
        return value != null && in.values().contains(value);
    }

    private static boolean range(Filter.Range range, @Nullable IndexValue value) {
        if (value == null) {
            return false;
        }
        if (range.from().isPresent()) {
            int difference = compare(value, range.from().get().value());
            if (difference < 0 || (difference == 0 && !range.from().get().inclusive())) {
                return false;
            }
        }
        if (range.to().isPresent()) {
            int difference = compare(value, range.to().get().value());
            return difference < 0 || (difference == 0 && range.to().get().inclusive());
        }
        return true;
    }

    static @Nullable IndexValue value(Field field, String key, Map<String, IndexValue> values) {
        return field instanceof Field.Indexed indexed ? values.get(indexed.index()) : new IndexValue.TextValue(key);
    }

    static int compare(IndexValue one, IndexValue other) {
        if (one instanceof IndexValue.TextValue a && other instanceof IndexValue.TextValue b) {
            return CodePointOrder.INSTANCE.compare(a.value(), b.value());
        } else if (one instanceof IndexValue.IntegerValue a && other instanceof IndexValue.IntegerValue b) {
            return Long.compare(a.value(), b.value());
        } else if (one instanceof IndexValue.RealValue a && other instanceof IndexValue.RealValue b) {
            return Double.compare(a.value(), b.value());
        } else if (one instanceof IndexValue.BooleanValue a && other instanceof IndexValue.BooleanValue b) {
            return Boolean.compare(a.value(), b.value());
        }
        throw new IllegalArgumentException(one + " and " + other);
    }

    /** Returns the position of a record. */
    static Position position(Order order, String key, Map<String, IndexValue> values) {
        OptionalInt rank = OptionalInt.empty();
        if (order.ranking().isPresent()) {
            Filter.Search ranking = order.ranking().get();
            String text = values.get(ranking.index()) instanceof IndexValue.TextValue found ? found.value() : "";
            rank = OptionalInt.of(SearchText.rank(text, ranking.words()));
        }
        Optional<IndexValue> value = order.by() instanceof Field.Indexed
                ? Optional.ofNullable(value(order.by(), key, values))
                : Optional.empty();
        return new Position(rank, value, key);
    }

    static Comparator<Position> comparator(Order order) {
        Comparator<Position> absentLast =
                Comparator.comparing(position -> position.value().isEmpty());
        Comparator<Position> total = absentLast
                .thenComparing((a, b) -> a.value().isEmpty()
                        ? 0
                        : compare(a.value().get(), b.value().orElseThrow()))
                .thenComparing(Position::key, CodePointOrder.INSTANCE);
        Comparator<Position> directed = order.descending() ? total.reversed() : total;
        return Comparator.<Position>comparingInt(position -> position.rank().orElse(0))
                .thenComparing(directed);
    }

    static List<Position> behind(List<Position> sorted, Order order, Position after) {
        return sorted.stream()
                .filter(position -> comparator(order).compare(position, after) > 0)
                .toList();
    }
}
