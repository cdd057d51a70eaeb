// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes scans. A scan by an index is made of two statements, read one after the other, because no single one is served by the
 * database index from any position on:
 *
 * <pre>
 *   ascending    with a value, by value and key       then   without, by key
 *   descending   without a value, by key downwards    then   with, by value and key downwards
 * </pre>
 *
 * A position leaves one of them or both; so does a filter that only records with a value meet.
 */
final class ScanSql {

    private static final String RANK = "\"position$rank\"";

    private final CollectionSql collection;
    private final Scan scan;
    private final Order order;
    private final Optional<Position> after;
    private final Conditions filters;
    private final String by;
    private final String direction;
    private final String behind;

    private ScanSql(CollectionSql collection, Scan scan) {
        this.collection = collection;
        this.scan = scan;
        order = scan.order();
        after = scan.after();
        filters = new Conditions(collection, after.map(position -> order.by()), order.descending());
        by = filters.column(order.by());
        direction = order.descending() ? " DESC" : "";
        behind = order.descending() ? " < " : " > ";
    }

    /** Returns the statements of a scan, in order, without the limit. The order's value comes behind the columns of the record, then the rank. */
    static List<Query> queries(CollectionSql collection, Scan scan) {
        return new ScanSql(collection, scan).queries();
    }

    private List<Query> queries() {
        if (order.ranking().isPresent()) {
            return List.of(ranked(order.ranking().get()));
        }
        if (!(order.by() instanceof Field.Indexed indexed)) {
            return List.of(withValue(after));
        }
        List<Query> queries = new ArrayList<>();
        boolean behindValues = after.isPresent() && after.get().value().isEmpty();
        boolean beforeValues = after.isPresent() && !behindValues;
        if (!(behindValues && !order.descending()) && !absent(scan.filter(), indexed.index())) {
            queries.add(withValue(behindValues ? Optional.empty() : after));
        }
        if (!(beforeValues && order.descending()) && !present(scan.filter(), indexed.index())) {
            queries.add(
                    order.descending() ? 0 : queries.size(),
                    withoutValue(indexed.index(), behindValues ? after : Optional.empty()));
        }
        return queries;
    }

    private Query withValue(Optional<Position> position) {
        Query query = select();
        if (position.isPresent()) {
            query.add(" AND ");
            behind(query, position.get());
        } else if (order.by() instanceof Field.Indexed indexed && !present(scan.filter(), indexed.index())) {
            query.add(" AND " + by + " IS NOT NULL");
        }
        return query.add(" ORDER BY ").add(byAndKey());
    }

    private Query withoutValue(String index, Optional<Position> position) {
        Query query = select().add(" AND ");
        filters.write(query, new Filter.Not(new Filter.Present(index)));
        if (position.isPresent()) {
            query.add(" AND d.key" + behind).value(key(position.get()));
        }
        return query.add(" ORDER BY d.key" + direction);
    }

    /** Unique values need no key behind them, and their database index has none. */
    private String byAndKey() {
        return unique() ? by + direction : by + direction + ", d.key" + direction;
    }

    private boolean unique() {
        return order.by() == Field.Attribute.KEY
                || (order.by() instanceof Field.Indexed indexed
                        && collection.index(indexed.index()).definition().unique());
    }

    /** Sorted in any case, so it is one statement. */
    private Query ranked(Filter.Search ranking) {
        Query query = new Query().add(collection.select(scan.projection())).add(value() + ", ");
        SearchSql.rank(query, ranking.words());
        query.add(" AS " + RANK);
        String content = collection.joinContent(scan.projection());
        if (scan.filter().equals(ranking)) {
            SearchSql.found(query, collection, ranking, content);
        } else {
            query.add(collection.from() + " CROSS JOIN "
                    + collection.index(ranking.index()).table(collection.name()) + " AS r ON r.id = d.id" + content
                    + " WHERE ");
            filters.write(query, scan.filter());
        }
        if (after.isPresent()) {
            IndexValue rank = new IndexValue.IntegerValue(after.get().rank().orElseThrow());
            query.add(" AND (" + RANK + " > ")
                    .value(rank)
                    .add(" OR (" + RANK + " = ")
                    .value(rank)
                    .add(" AND (");
            boolean indexed = order.by() instanceof Field.Indexed;
            if (indexed && after.get().value().isEmpty()) {
                query.add(by + " IS NULL AND d.key > ").value(key(after.get()));
            } else {
                behind(query, after.get());
                query.add(indexed ? " OR " + by + " IS NULL" : "");
            }
            query.add(")))");
        }
        String order = this.order.by() instanceof Field.Indexed ? by + " NULLS LAST, d.key" : byAndKey();
        return query.add(" ORDER BY " + RANK + ", " + order);
    }

    private Query select() {
        Query query = new Query()
                .add(collection.select(scan.projection()))
                .add(value())
                .add(collection.from(scan.projection()))
                .add(" WHERE ");
        filters.write(query, scan.filter());
        return query;
    }

    private String value() {
        return order.by() instanceof Field.Indexed ? ", " + by : "";
    }

    /** Writes that a record with a value comes behind the position, which has one too. */
    private void behind(Query query, Position position) {
        if (order.by() == Field.Attribute.KEY) {
            query.add("d.key" + behind).value(key(position));
        } else {
            query.add("(" + by + ", d.key)" + behind + "(")
                    .value(position.value().orElseThrow())
                    .add(", ")
                    .value(key(position))
                    .add(")");
        }
    }

    private static IndexValue key(Position position) {
        return new IndexValue.TextValue(position.key());
    }

    /** Returns whether only records with a value in the index can meet the filter. */
    static boolean present(Filter filter, String index) {
        if (filter instanceof Filter.And and) {
            return and.parts().stream().anyMatch(part -> present(part, index));
        }
        if (filter instanceof Filter.Or or) {
            return or.parts().stream().allMatch(part -> present(part, index));
        }
        Field field = new Field.Indexed(index);
        return (filter instanceof Filter.In in && in.field().equals(field))
                || (filter instanceof Filter.Range range && range.field().equals(field))
                || (filter instanceof Filter.Present present && present.index().equals(index));
    }

    /** Returns whether only records without a value in the index can meet the filter. */
    static boolean absent(Filter filter, String index) {
        if (filter instanceof Filter.And and) {
            return and.parts().stream().anyMatch(part -> absent(part, index));
        }
        if (filter instanceof Filter.Or or) {
            return or.parts().stream().allMatch(part -> absent(part, index));
        }
        return filter instanceof Filter.Not not
                && not.part() instanceof Filter.Present present
                && present.index().equals(index);
    }
}
