// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Tells which rows meet a filter. It is made once for a query, and then looks at each row in a time that does not depend on how many values
 * the filter compares with.
 */
final class FakeMatcher {

    private final FakeFields fields;
    private final Function<Collection<IndexValue>, Set<IndexValue>> sets;

    private FakeMatcher(FakeFields fields, Function<Collection<IndexValue>, Set<IndexValue>> sets) {
        this.fields = fields;
        this.sets = sets;
    }

    static Predicate<FakeRow> of(FakeFields fields, Filter filter) {
        return of(fields, filter, HashSet::new);
    }

    /**
     * Returns the predicate.
     *
     * @param sets makes the set of the values that are compared with, once for each list of them
     */
    static Predicate<FakeRow> of(
            FakeFields fields, Filter filter, Function<Collection<IndexValue>, Set<IndexValue>> sets) {
        return new FakeMatcher(fields, sets).matcher(filter);
    }

    private Predicate<FakeRow> matcher(Filter filter) {
        if (filter instanceof Filter.And and) {
            List<Predicate<FakeRow>> parts = matchers(and.parts());
            return row -> parts.stream().allMatch(part -> part.test(row));
        } else if (filter instanceof Filter.Or or) {
            List<Predicate<FakeRow>> parts = matchers(or.parts());
            return row -> parts.stream().anyMatch(part -> part.test(row));
        } else if (filter instanceof Filter.Not not) {
            return matcher(not.part()).negate();
        } else if (filter instanceof Filter.In in) {
            Set<IndexValue> wanted = sets.apply(in.values());
            return row -> fields.values(row, in.field()).stream().anyMatch(wanted::contains);
        } else if (filter instanceof Filter.Range range) {
            return row ->
                    fields.value(row, range.field()).filter(range::contains).isPresent();
        } else if (filter instanceof Filter.Present present) {
            return row -> fields.value(row, new Field.Indexed(present.index())).isPresent();
        } else if (filter instanceof Filter.Search search) {
            return row -> fields.rank(row, search) >= 0;
        }
        return row -> true;
    }

    private List<Predicate<FakeRow>> matchers(List<Filter> parts) {
        return parts.stream().map(this::matcher).toList();
    }
}
