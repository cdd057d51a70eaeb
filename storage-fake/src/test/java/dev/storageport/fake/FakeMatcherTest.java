// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.StoredRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FakeMatcherTest {

    private static final int LISTS = 70;
    private static final int VALUES = 1_000;
    private static final int ROWS = 500;

    private static final IndexDefinition NUMBER = new IndexDefinition("number", IndexKind.SINGLE, IndexType.INTEGER, 1);
    private static final FakeFields FIELDS = new FakeFields(new CollectionDefinition("items", List.of(NUMBER)));

    private int sets;
    private long probes;

    /** Counts what is asked of it, and lets nobody walk through it. */
    private final class CountingSet extends HashSet<IndexValue> {

        private static final long serialVersionUID = 1L;

        CountingSet(Collection<IndexValue> values) {
            super(values);
            sets++;
        }

        @Override
        public boolean contains(Object value) {
            probes++;
            return super.contains(value);
        }

        @Override
        public Iterator<IndexValue> iterator() {
            throw new AssertionError("walks through all values");
        }
    }

    @Test
    void filter_ofManyLongLists_asksEachListOnceForEachRow() {
        Predicate<FakeRow> matcher = FakeMatcher.of(FIELDS, new Filter.Or(lists()), CountingSet::new);

        long found = IntStream.range(0, ROWS)
                .mapToObj(FakeMatcherTest::row)
                .filter(matcher)
                .count();

        assertThat(found).as("rows of which some list has the number").isEqualTo(ROWS / 2);
        assertThat(sets).as("sets made of the lists").isEqualTo(LISTS);
        assertThat(probes).as("questions").isBetween((long) ROWS / 2 * LISTS, (long) ROWS * LISTS);
    }

    /** Every list has only even numbers, the last one those of the rows. */
    private static List<Filter> lists() {
        return IntStream.rangeClosed(1, LISTS)
                .mapToObj(list -> IntStream.range(0, VALUES)
                        .<IndexValue>mapToObj(i -> new IndexValue.IntegerValue(2L * i + 2L * VALUES * (LISTS - list)))
                        .toList())
                .<Filter>map(values -> new Filter.In(new Field.Indexed("number"), values))
                .toList();
    }

    private static FakeRow row(int number) {
        StoredRecord record = new StoredRecord(
                "key" + number, 1, 1, Instant.EPOCH, Instant.EPOCH, Optional.of("{}"), Optional.empty());
        return new FakeRow(record, Map.of(NUMBER, new IndexValue.IntegerValue(number)), Set.of(NUMBER), 2);
    }
}
