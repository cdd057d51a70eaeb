// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Scan;
import dev.storageport.postgres.internal.schema.StoredCollection;
import java.util.function.Consumer;

/**
 * The statements of scans. What follows a position is found by the index, never by reading from the beginning. Documents without a
 * value are a stretch of their own at the end of an ascending order:
 *
 * <pre>
 * index (value, key):      (a, k1) (a, k4) (b, k2) │ (null, k3) (null, k5)
 * after (a, k4):                           ^^^^^^^   ^^^^^^^^^^^^^^^^^^^^^      two parts, each read by the index
 * after (null, k3):                                             ^^^^^^^^^^      one part
 * </pre>
 *
 * Each row holds the columns of a record, the slot of an index that is not ready, and what else {@link RowReader} reads.
 */
public final class ScanSql {

    private final StoredCollection table;
    private final Conditions conditions;

    ScanSql(StoredCollection table, Conditions conditions) {
        this.table = table;
        this.conditions = conditions;
    }

    public Query scan(Scan scan) {
        Query query = new Query();
        boolean parts = scan.after().isPresent()
                && hasTwoParts(scan.order(), scan.after().get());
        if (!parts) {
            select(query, scan, condition -> after(condition, scan));
            return query;
        }
        Position after = scan.after().get();
        String column = field(scan.order());
        boolean descending = scan.order().descending();
        query.add("SELECT * FROM ((");
        select(query, scan, condition -> {
            if (descending) {
                condition.add(" AND " + column + " IS NULL AND t.key < ").value(after.key());
            } else {
                condition.add(" AND ");
                rowAfter(condition, scan.order(), after);
            }
        });
        query.add(") UNION ALL (");
        select(query, scan, condition -> condition.add(" AND " + column + (descending ? " IS NOT NULL" : " IS NULL")));
        String direction = descending ? " DESC" : "";
        query.add(")) AS u ORDER BY u.position_value" + direction + ", u.key" + direction);
        limit(query, scan);
        return query;
    }

    /** Whether documents with a value and without follow the position. */
    private boolean hasTwoParts(Order order, Position after) {
        return order.ranking().isEmpty()
                && order.by() instanceof Field.Indexed
                && after.value().isPresent() != order.descending();
    }

    private void select(Query query, Scan scan, Consumer<Query> after) {
        query.add("SELECT " + ReadSql.columns(scan.projection()) + ", "
                + ReadableIndexes.notReady(table, table.indexes(scan.indexes())) + " AS not_ready");
        if (scan.order().by() instanceof Field.Indexed) {
            query.add(", " + field(scan.order()) + " AS position_value");
        }
        scan.order().ranking().ifPresent(ranking -> {
            query.add(", ");
            conditions.addRank(query, ranking);
            query.add(" AS position_rank");
        });
        query.add(" FROM " + table.documents() + " AS t WHERE ");
        conditions.add(query, scan.filter());
        after.accept(query);
        orderBy(query, scan);
        limit(query, scan);
    }

    private static void limit(Query query, Scan scan) {
        // Not a parameter: a plan that does not know it would rather sort everything.
        scan.limit().ifPresent(limit -> query.add(" LIMIT " + limit));
    }

    private String field(Order order) {
        return conditions.field(order.by());
    }

    private void after(Query query, Scan scan) {
        if (scan.after().isEmpty()) {
            return;
        }
        Position after = scan.after().get();
        Order order = scan.order();
        if (order.ranking().isEmpty()) {
            query.add(" AND ");
            rest(query, order, after);
            return;
        }
        Filter.Search ranking = order.ranking().get();
        IndexValue rank = new IndexValue.IntegerValue(after.rank().orElseThrow());
        query.add(" AND (");
        conditions.addRank(query, ranking);
        query.add(" > ").value(rank).add(" OR ");
        conditions.addRank(query, ranking);
        query.add(" = ").value(rank).add(" AND (");
        rest(query, order, after);
        if (order.by() instanceof Field.Indexed && after.value().isPresent()) {
            query.add(" OR " + field(order) + " IS NULL");
        }
        query.add("))");
    }

    /** What follows the position among documents that have a value as it has one, or have none as it has none. */
    private void rest(Query query, Order order, Position after) {
        String compare = order.descending() ? " < " : " > ";
        if (order.by() == Field.Attribute.KEY) {
            query.add("t.key" + compare).value(after.key());
        } else if (after.value().isEmpty()) {
            query.add(field(order) + " IS NULL AND t.key" + compare).value(after.key());
        } else {
            rowAfter(query, order, after);
        }
    }

    private void rowAfter(Query query, Order order, Position after) {
        query.add("(" + field(order) + ", t.key)" + (order.descending() ? " < (" : " > ("))
                .value(after.value().orElseThrow())
                .add(", ")
                .value(after.key())
                .add(")");
    }

    private void orderBy(Query query, Scan scan) {
        Order order = scan.order();
        String direction = order.descending() ? " DESC" : "";
        query.add(" ORDER BY ");
        boolean ranked = order.ranking().isPresent();
        if (ranked) {
            query.add("position_rank, ");
        }
        // The server guesses how many documents a word is in. If it guesses many, it would rather walk through an order
        // and try each; so the order is one that no index has.
        boolean disguised = !ranked && Conditions.searches(scan.filter());
        if (order.by() != Field.Attribute.KEY) {
            query.add(disguised(field(order), disguised) + direction + ", ");
        }
        query.add(disguised("t.key", disguised) + direction);
    }

    private static String disguised(String field, boolean disguised) {
        return disguised ? "coalesce(" + field + ", " + field + ")" : field;
    }
}
