// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which records of a collection are meant. Every filter is true or false for every record, never unknown: a comparison with a
 * value that a record does not have is false, and its negation true.
 */
public sealed interface Filter {

    /** Returns the names of the indexes that this asks, each once, in the order in which they are met. */
    default Set<String> indexes() {
        Set<String> names = new LinkedHashSet<>();
        for (Field field : fields()) {
            if (field instanceof Field.Indexed indexed) {
                names.add(indexed.index());
            }
        }
        return Collections.unmodifiableSet(names);
    }

    /** Returns what this asks of a record, each once, in the order in which they are met. */
    default Set<Field> fields() {
        Set<Field> fields = new LinkedHashSet<>();
        collectFields(this, fields);
        return Collections.unmodifiableSet(fields);
    }

    private static void collectFields(Filter filter, Set<Field> fields) {
        if (filter instanceof And and) {
            and.parts().forEach(part -> collectFields(part, fields));
        } else if (filter instanceof Or or) {
            or.parts().forEach(part -> collectFields(part, fields));
        } else if (filter instanceof Not not) {
            collectFields(not.part(), fields);
        } else if (filter instanceof In in) {
            fields.add(in.field());
        } else if (filter instanceof Range range) {
            fields.add(range.field());
        } else if (filter instanceof Present present) {
            fields.add(new Field.Indexed(present.index()));
        } else if (filter instanceof Search search) {
            fields.add(new Field.Indexed(search.index()));
        }
    }

    /** Every record. */
    record All() implements Filter {}

    /**
     * Records that meet every part.
     *
     * @param parts the parts, at least one
     */
    record And(List<Filter> parts) implements Filter {
        /** Copies the list. */
        public And {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Records that meet a part or more.
     *
     * @param parts the parts, at least one
     */
    record Or(List<Filter> parts) implements Filter {
        /** Copies the list. */
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Records that do not meet the part, those without a value among them.
     *
     * @param part what is not to hold
     */
    record Not(Filter part) implements Filter {}

    /**
     * Records that have one of the values; of an index of many values, one or more of them.
     *
     * @param field what is compared
     * @param values distinct values of the field's type; no values: no records
     */
    record In(Field field, List<IndexValue> values) implements Filter {
        /** Copies the list. */
        public In {
            values = List.copyOf(values);
        }
    }

    /**
     * Records whose value lies between the bounds, in the order of its type: text by code point, UUIDs by unsigned bytes, false before
     * true. Not asked of an index of many values.
     *
     * @param field what is compared
     * @param from where the range begins; empty: with the smallest value
     * @param to where the range ends; empty: with the largest value
     */
    record Range(Field field, Optional<Bound> from, Optional<Bound> to) implements Filter {

        /** Returns whether a value of the field's type lies between the bounds. */
        public boolean contains(IndexValue value) {
            return from.filter(bound -> isBeyond(bound, value, bound.value())).isEmpty()
                    && to.filter(bound -> isBeyond(bound, bound.value(), value)).isEmpty();
        }

        private static boolean isBeyond(Bound bound, IndexValue lower, IndexValue upper) {
            int compared = IndexValueBytes.ORDER.compare(lower, upper);
            return compared < 0 || (compared == 0 && !bound.inclusive());
        }
    }

    /**
     * An end of a range.
     *
     * @param value a value of the field's type
     * @param inclusive whether the value itself lies in the range
     */
    record Bound(IndexValue value, boolean inclusive) {}

    /**
     * Records that have a value in the index.
     *
     * @param index the name of an index of any kind
     */
    record Present(String index) implements Filter {}

    /**
     * Records whose search text contains every word, byte by byte.
     *
     * @param index the name of an index of the kind {@link IndexKind#SEARCH}
     * @param words normalised words without white space, at least one, each of one character or more; {@code %}, {@code _}, quotes
     *     and backslashes mean themselves
     */
    record Search(String index, List<String> words) implements Filter {
        /** Copies the list. */
        public Search {
            words = List.copyOf(words);
        }
    }
}
