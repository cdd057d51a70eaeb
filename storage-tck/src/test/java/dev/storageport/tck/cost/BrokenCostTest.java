// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.cost;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.tck.DelegatingOperations;
import dev.storageport.tck.FakeHarness;
import dev.storageport.tck.harness.ForwardingHarness;
import dev.storageport.tck.harness.ForwardingPort;
import dev.storageport.tck.harness.PositionedRecord;
import dev.storageport.tck.harness.Workbench;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit notices backends that read a whole collection for what an index can answer. */
final class BrokenCostTest {

    /** Counts what an index would read: the answer. A question that is scanned reads the collection. */
    private static final class CountingHarness extends ForwardingHarness implements MeasuredHarness {

        private final AtomicLong work;

        CountingHarness(AtomicLong work, UnaryOperator<RecordOperations> counting) {
            super(new FakeHarness(), port -> new ForwardingPort(port, counting));
            this.work = work;
        }

        @Override
        public long work() {
            return work.get();
        }
    }

    private static CountingHarness scanning(Predicate<Scan> scans, Predicate<Filter> counts) {
        AtomicLong work = new AtomicLong();
        return new CountingHarness(work, right -> new DelegatingOperations(right) {
            @Override
            public RecordCursor scan(Scan scan) {
                List<PositionedRecord> found = PositionedRecord.of(super.scan(scan));
                work.addAndGet(scans.test(scan) ? super.count(scan.collection(), new Filter.All()) : found.size());
                return PositionedRecord.cursor(found);
            }

            @Override
            public long count(CollectionDefinition collection, Filter filter) {
                long found = super.count(collection, filter);
                work.addAndGet(counts.test(filter) ? super.count(collection, new Filter.All()) : found);
                return found;
            }
        });
    }

    private static void prove(MeasuredHarness harness) {
        try (Workbench bench = new Workbench(() -> harness)) {
            new QuestionCosts(bench, harness::work).assertBounded();
        }
    }

    @Test
    void answersAlone_passes() {
        prove(scanning(scan -> false, filter -> false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void scan_isNoticed(String question, Predicate<Scan> scans, Predicate<Filter> counts) {
        MeasuredHarness harness = scanning(scans, counts);
        assertThatThrownBy(() -> prove(harness))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("whose work grows more than 2 times")
                .hasMessageContaining(question);
    }

    static Stream<Arguments> scan_isNoticed() {
        Predicate<Scan> noScan = scan -> false;
        Predicate<Filter> noCount = filter -> false;
        return Stream.of(
                Arguments.of(
                        "find by a value: ",
                        (Predicate<Scan>) scan -> scan.filter().indexes().contains("grouping"),
                        noCount),
                Arguments.of(
                        "find by one of many values: ",
                        (Predicate<Scan>) scan -> scan.filter().indexes().contains("words"),
                        noCount),
                Arguments.of(
                        "last of an order by an index: ",
                        (Predicate<Scan>) scan -> scan.order().by() instanceof Field.Indexed
                                && scan.order().descending(),
                        noCount),
                Arguments.of(
                        "second page of an order by an index: ",
                        (Predicate<Scan>) scan -> scan.after().isPresent(),
                        noCount),
                Arguments.of("count by a value: ", noScan, (Predicate<Filter>)
                        filter -> filter.indexes().contains("grouping")));
    }

    @Test
    void harnessThatCountsNothing_isNoticed() {
        MeasuredHarness harness = new CountingHarness(new AtomicLong(), UnaryOperator.identity());
        assertThatThrownBy(() -> prove(harness))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("if it is none, the harness counts nothing");
    }
}
