// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.port.Field;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexKind;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.schema.StoredIndex;
import java.util.List;

/**
 * Conditions of filters as the server evaluates them. A comparison with an absent value is unknown there, and AND and OR treat unknown
 * as false; so only a negation has to tell them apart.
 */
final class Conditions {

    private final StoredCollection table;

    Conditions(StoredCollection table) {
        this.table = table;
    }

    /** Adds the condition in a form that stands beside an AND. */
    void add(Query query, Filter filter) {
        if (filter instanceof Filter.All) {
            query.add("true");
        } else if (filter instanceof Filter.And and) {
            join(query, and.parts(), " AND ");
        } else if (filter instanceof Filter.Or or) {
            join(query, or.parts(), " OR ");
        } else if (filter instanceof Filter.Not not) {
            negate(query, not.part());
        } else if (filter instanceof Filter.In in) {
            in(query, in);
        } else if (filter instanceof Filter.Range range) {
            range(query, range);
        } else if (filter instanceof Filter.Present present) {
            query.add(column(present.index()) + " IS NOT NULL");
        } else {
            search(query, (Filter.Search) filter);
        }
    }

    private void join(Query query, List<Filter> parts, String operator) {
        String before = "(";
        for (Filter part : parts) {
            query.add(before);
            add(query, part);
            before = operator;
        }
        query.add(")");
    }

    /** Negates; where an index can serve the negation, in a form that lets it. */
    private void negate(Query query, Filter part) {
        if (part instanceof Filter.Not twice) {
            add(query, twice.part());
        } else if (part instanceof Filter.Present present) {
            query.add(column(present.index()) + " IS NULL");
        } else {
            query.add("(");
            add(query, part);
            query.add(") IS NOT TRUE");
        }
    }

    private void in(Query query, Filter.In in) {
        String field = field(in.field());
        if (in.values().isEmpty()) {
            query.add("false");
        } else if (in.field() instanceof Field.Indexed indexed
                && table.index(indexed.index()).kind() == IndexKind.MULTI_VALUE) {
            query.add(field + " && ").array(type(in.field()), in.values());
        } else if (in.values().size() == 1) {
            query.add(field + " = ").value(in.values().get(0));
        } else {
            query.add(field + " = ANY (").array(type(in.field()), in.values()).add(")");
        }
    }

    private void range(Query query, Filter.Range range) {
        String field = field(range.field());
        if (range.from().isEmpty() && range.to().isEmpty()) {
            query.add(range.field() instanceof Attribute ? "true" : field + " IS NOT NULL");
            return;
        }
        query.add("(");
        range.from()
                .ifPresent(from ->
                        query.add(field + (from.inclusive() ? " >= " : " > ")).value(from.value()));
        query.add(range.from().isPresent() && range.to().isPresent() ? " AND " : "");
        range.to()
                .ifPresent(to ->
                        query.add(field + (to.inclusive() ? " <= " : " < ")).value(to.value()));
        query.add(")");
    }

    private void search(Query query, Filter.Search search) {
        String before = "(";
        for (String word : search.words()) {
            query.add(before + column(search.index()) + " LIKE ").value("%" + escaped(word) + "%");
            before = " AND ";
        }
        query.add(")");
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private String column(String index) {
        return "t." + table.index(index).quoted();
    }

    /** Returns what the server compares. */
    String field(Field field) {
        return field instanceof Field.Indexed indexed ? column(indexed.index()) : "t." + attribute((Attribute) field);
    }

    private static String attribute(Attribute attribute) {
        return switch (attribute) {
            case KEY -> "key";
            case CREATED_AT -> "created_at";
            case UPDATED_AT -> "updated_at";
            case DATA_VERSION -> "data_version";
        };
    }

    private String type(Field field) {
        return field instanceof Field.Indexed indexed
                ? table.index(indexed.index()).elementType()
                : StoredIndex.type(Values.type((Attribute) field));
    }

    /** Adds the expression of a rank: for each word the separators before it, and the largest of these numbers. */
    void addRank(Query query, Filter.Search search) {
        query.add("greatest(0");
        for (String word : search.words()) {
            // The text before the word falls into one piece more than it has separators; an empty one into none.
            query.add(", cardinality(string_to_array(split_part(" + column(search.index()) + ", ")
                    .value(word)
                    .add(", 1), chr(31))) - 1");
        }
        query.add(")");
    }

    /** Returns whether a filter is decided by a search, whose cost the server estimates badly. */
    static boolean searches(Filter filter) {
        return filter instanceof Filter.Search
                || (filter instanceof Filter.And and && and.parts().stream().anyMatch(Conditions::searches));
    }
}
