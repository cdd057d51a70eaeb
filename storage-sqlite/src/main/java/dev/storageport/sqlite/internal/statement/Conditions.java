// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.Filter.Bound;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexValue;
import dev.storageport.sqlite.internal.schema.StoredIndex;
import java.util.List;
import java.util.Optional;

/**
 * Writes filters as conditions.
 *
 * <p>A comparison with a value that a record lacks gives NULL in SQL. Under AND and OR that comes to the same as false; only a
 * negation has to see to it, which {@code IS NOT TRUE} does. What a side table says is asked with {@code key IN (SELECT ...)}, which
 * SQLite turns into a search for each key found.
 */
final class Conditions {

    private final CollectionSql collection;
    private final Optional<Field> paged;
    private final boolean descending;
    private boolean combined;

    /** Creates a writer of conditions for a reading from the beginning. */
    Conditions(CollectionSql collection) {
        this(collection, Optional.empty(), false);
    }

    /**
     * Creates a writer of conditions.
     *
     * @param paged the field of the position behind which the reading begins. A range of the same field has its bound on that side
     *     withheld from the planner, which would begin there and step over all that comes before the position.
     */
    Conditions(CollectionSql collection, Optional<Field> paged, boolean descending) {
        this.collection = collection;
        this.paged = paged;
        this.descending = descending;
    }

    /** Writes the clause, or nothing: SQLite counts all rows faster if there is no clause at all. */
    void where(Query query, Filter filter) {
        if (!(filter instanceof Filter.All)) {
            write(query.add(" WHERE "), filter);
        }
    }

    void write(Query query, Filter filter) {
        combined = filter instanceof Filter.And and && and.parts().stream().anyMatch(Conditions::selects);
        write(query, filter, true);
    }

    private static boolean selects(Filter part) {
        return !(part instanceof Filter.Search || part instanceof Filter.All);
    }

    private void write(Query query, Filter filter, boolean outermost) {
        if (filter instanceof Filter.And and) {
            join(query, and.parts(), " AND ", outermost);
        } else if (filter instanceof Filter.Or or) {
            join(query, or.parts(), " OR ", false);
        } else if (filter instanceof Filter.Not not) {
            not(query, not.part());
        } else if (filter instanceof Filter.In in) {
            in(query, in);
        } else if (filter instanceof Filter.Range range) {
            range(query, range, outermost);
        } else if (filter instanceof Filter.Present present) {
            present(query, collection.index(present.index()), true);
        } else if (filter instanceof Filter.Search search) {
            SearchSql.contains(query, collection, search, outermost && combined);
        } else {
            query.add("1");
        }
    }

    private void join(Query query, List<Filter> parts, String operator, boolean outermost) {
        for (int i = 0; i < parts.size(); i++) {
            query.add(i == 0 ? "(" : operator);
            write(query, parts.get(i), outermost);
        }
        query.add(")");
    }

    private void not(Query query, Filter part) {
        if (part instanceof Filter.Present present) {
            present(query, collection.index(present.index()), false);
        } else {
            query.add("(");
            write(query, part, false);
            query.add(") IS NOT TRUE");
        }
    }

    private void present(Query query, StoredIndex index, boolean wanted) {
        if (index.definition().unique() && !wanted) {
            // SQLite takes a unique value for rare, and an absent one too, and would find all such records and sort
            // them.
            query.add("likelihood(d." + index.column() + " IS NULL, 0.5)");
        } else if (index.inColumn()) {
            query.add("d." + index.column() + (wanted ? " IS NOT NULL" : " IS NULL"));
        } else {
            query.add(wanted ? "" : "NOT ")
                    .add("EXISTS (SELECT 1 FROM " + index.table(collection.name()) + " AS s WHERE ")
                    .add(index.definition().kind() == IndexKind.SEARCH ? "s.id = d.id)" : "s.key = d.key)");
        }
    }

    private void in(Query query, Filter.In in) {
        if (in.values().isEmpty()) {
            query.add("0");
        } else if (in.field() instanceof Field.Indexed indexed
                && collection.index(indexed.index()).definition().kind() == IndexKind.MULTI_VALUE) {
            String table = collection.index(indexed.index()).table(collection.name());
            query.add("d.key IN (SELECT m.key FROM " + table + " AS m WHERE ");
            oneOf(query, "m.value", in.values());
            query.add(")");
        } else {
            oneOf(query, column(in.field()), in.values());
        }
    }

    /** Repeats the last value until there are as many as the next power of two, so that few texts serve all numbers of values. */
    private static void oneOf(Query query, String column, List<IndexValue> values) {
        if (values.size() == 1) {
            query.add(column).add(" = ").value(values.get(0));
            return;
        }
        int size = Integer.highestOneBit(values.size() - 1) * 2;
        query.add(column);
        for (int i = 0; i < size; i++) {
            query.add(i == 0 ? " IN (" : ", ").value(values.get(Math.min(i, values.size() - 1)));
        }
        query.add(")");
    }

    private void range(Query query, Filter.Range range, boolean outermost) {
        String column = column(range.field());
        boolean covered = outermost && paged.equals(Optional.of(range.field()));
        if (range.from().isPresent()) {
            Bound from = range.from().get();
            query.add(covered && !descending ? "+" : "").add(column).add(from.inclusive() ? " >= " : " > ");
            query.value(from.value()).add(range.to().isPresent() ? " AND " : "");
        }
        if (range.to().isPresent()) {
            Bound to = range.to().get();
            query.add(covered && descending ? "+" : "").add(column).add(to.inclusive() ? " <= " : " < ");
            query.value(to.value());
        }
        if (range.from().isEmpty() && range.to().isEmpty()) {
            query.add(column).add(" IS NOT NULL");
        }
    }

    String column(Field field) {
        if (field instanceof Field.Indexed indexed) {
            return "d." + collection.index(indexed.index()).column();
        }
        return switch ((Field.Attribute) field) {
            case KEY -> "d.key";
            case CREATED_AT -> "d.created_at";
            case UPDATED_AT -> "d.updated_at";
            case DATA_VERSION -> "d.data_version";
        };
    }
}
