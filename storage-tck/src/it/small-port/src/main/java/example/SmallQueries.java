// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaException;
import dev.storageport.port.CodePointOrder;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.SearchText;
import example.SmallDatabase.Row;
import example.SmallDatabase.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Filters and orders, as a program sees the rows that declares the collection so. */
record SmallQueries(CollectionDefinition collection) {

    /** Text by code point, and so UUIDs too: their text is ordered as their unsigned bytes are. */
    static final Comparator<IndexValue> VALUES = SmallQueries::compare;

    private static int compare(IndexValue left, IndexValue right) {
        if (left instanceof IndexValue.IntegerValue l && right instanceof IndexValue.IntegerValue r) {
            return Long.compare(l.value(), r.value());
        } else if (left instanceof IndexValue.RealValue l && right instanceof IndexValue.RealValue r) {
            return Double.compare(l.value(), r.value());
        } else if (left instanceof IndexValue.InstantValue l && right instanceof IndexValue.InstantValue r) {
            return l.value().compareTo(r.value());
        } else if (left instanceof IndexValue.DateValue l && right instanceof IndexValue.DateValue r) {
            return l.value().compareTo(r.value());
        }
        return CodePointOrder.INSTANCE.compare(text(left), text(right)); // false is before true as a text too
    }

    private static String text(IndexValue value) {
        return value instanceof IndexValue.TextValue text
                ? text.value()
                : value instanceof IndexValue.UuidValue uuid ? uuid.value().toString() : value.toString();
    }

    Optional<IndexValue> value(Row row, Field field) {
        if (field instanceof Field.Indexed indexed) {
            return Optional.ofNullable(row.values().get(collection.index(indexed.index())));
        }
        return Optional.of(
                switch ((Field.Attribute) field) {
                    case KEY -> new IndexValue.TextValue(row.entry().key());
                    case CREATED_AT -> new IndexValue.InstantValue(row.entry().createdAt());
                    case UPDATED_AT -> new IndexValue.InstantValue(row.entry().updatedAt());
                    case DATA_VERSION -> new IndexValue.IntegerValue(row.entry().dataVersion());
                });
    }

    Stream<IndexValue> values(Row row, Field field) {
        return value(row, field).stream()
                .flatMap(value -> value instanceof IndexValue.MultiValue many ? many.values().stream() : Stream.of(value));
    }

    private int rank(Row row, Filter.Search search) {
        return value(row, new Field.Indexed(search.index()))
                .map(text -> SearchText.rank(text(text), search.words()))
                .orElse(-1);
    }

    boolean matches(Row row, Filter filter) {
        if (filter instanceof Filter.And and) {
            return and.parts().stream().allMatch(part -> matches(row, part));
        } else if (filter instanceof Filter.Or or) {
            return or.parts().stream().anyMatch(part -> matches(row, part));
        } else if (filter instanceof Filter.Not not) {
            return !matches(row, not.part());
        } else if (filter instanceof Filter.In in) {
            return values(row, in.field()).anyMatch(in.values()::contains);
        } else if (filter instanceof Filter.Range range) {
            return value(row, range.field())
                    .filter(value -> range.from().map(from -> inside(compare(value, from.value()), from)).orElse(true))
                    .filter(value -> range.to().map(to -> inside(compare(to.value(), value), to)).orElse(true))
                    .isPresent();
        } else if (filter instanceof Filter.Present present) {
            return value(row, new Field.Indexed(present.index())).isPresent();
        }
        return !(filter instanceof Filter.Search search) || rank(row, search) >= 0;
    }

    private static boolean inside(int compared, Filter.Bound bound) {
        return compared > 0 || (compared == 0 && bound.inclusive());
    }

    /** Refuses to answer from rows that are stale in an index that the answer depends on. */
    void checkReady(Table table, Stream<String> indexes) {
        indexes.forEach(name -> {
            IndexDefinition index = collection.index(name);
            if (!table.indexes().contains(index)) {
                throw SchemaException.missing(collection.place() + ", index " + name, null);
            }
            for (Row row : table.rows().values()) {
                if (!row.upToDate().contains(index)) {
                    throw new IndexNotReadyException(collection.name(), name);
                }
            }
        });
    }

    Position position(Row row, Order order) {
        OptionalInt rank = order.ranking().stream().mapToInt(search -> rank(row, search)).findFirst();
        return Position.of(order, row.entry(), rank, value(row, order.by()));
    }

    static Comparator<Position> comparator(Order order) {
        Comparator<Position> absentLast = Comparator.comparing(position -> position.value().isEmpty());
        Comparator<Position> ascending = absentLast
                .thenComparing(position -> position.value().orElse(new IndexValue.IntegerValue(0)), VALUES)
                .thenComparing(Position::key, CodePointOrder.INSTANCE);
        return Comparator.<Position, Integer>comparing(position -> position.rank().orElse(0))
                .thenComparing(order.descending() ? ascending.reversed() : ascending);
    }
}
