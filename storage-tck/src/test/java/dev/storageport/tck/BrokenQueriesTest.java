// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenOperations.figures;
import static dev.storageport.tck.BrokenOperations.scans;
import static dev.storageport.tck.BrokenPort.operations;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.tck.harness.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit notices ports that are wrong about queries, deleting by condition, streams and figures. */
final class BrokenQueriesTest {

    static final BrokenPort PREFIX = operations(
            "ends prefixes at U+FFFF",
            "FIND-1",
            AlteredFilters.ranges(range -> range.from().isPresent()
                            && range.to().isPresent()
                    ? new Filter.Range(range.field(), range.from(), range.from().map(BrokenQueriesTest::lastByUnit))
                    : range));
    static final BrokenPort RANGE = operations(
            "includes the last key of a range",
            "FIND-2",
            AlteredFilters.ranges(range -> new Filter.Range(
                    range.field(), range.from(), range.to().map(to -> new Filter.Bound(to.value(), true)))));
    static final BrokenPort ORDER = operations(
            "orders by the time of insertion instead of change",
            "FIND-3",
            scans(scan -> scan.order().by() == Attribute.UPDATED_AT
                    ? with(scan, new Order(Attribute.CREATED_AT, scan.order().descending()), scan.limit())
                    : scan));
    static final BrokenPort DESCENDING = operations(
            "never orders descending",
            "FIND-3",
            scans(scan -> scan.order().descending()
                    ? with(scan, new Order(scan.order().by(), false), scan.limit())
                    : scan));
    static final BrokenPort LIMIT = operations(
            "returns one more than the limit",
            "FIND-4",
            scans(scan -> scan.limit().isPresent()
                    ? with(scan, scan.order(), OptionalInt.of(scan.limit().getAsInt() + 1))
                    : scan));
    static final BrokenPort COUNT =
            operations("counts at most a thousand", "FIND-5", right -> new DelegatingOperations(right) {
                @Override
                public long count(CollectionDefinition collection, Filter filter) {
                    return Math.min(1_000, super.count(collection, filter));
                }
            });
    static final BrokenPort AGE = operations(
            "deletes what is exactly as old",
            "DEL-2",
            AlteredFilters.ranges(range -> range.field() == Attribute.UPDATED_AT
                    ? new Filter.Range(
                            range.field(), range.from(), range.to().map(to -> new Filter.Bound(to.value(), true)))
                    : range));
    static final BrokenPort DELETED =
            operations("deletes more than it says", "DEL-1", BrokenOperations::deletesOneMoreThanItSays);
    static final BrokenPort SNAPSHOT =
            operations("reads on what is there by then", "SCAN-1", BrokenOperations::scansWhatIsThereByThen);
    static final BrokenPort PERCENTILES = operations(
            "takes the newest for every percentile",
            "SUM-3",
            figures(right -> right.newest()
                    .map(newest -> BrokenOperations.withPercentiles(right, newest))
                    .orElse(right)));
    static final BrokenPort BYTES = operations(
            "counts contents after compression",
            "SUM-2",
            figures(right -> new RecordStatistics(
                    right.records(),
                    right.bodyBytes(),
                    right.contentStoredBytes(),
                    right.contentStoredBytes(),
                    right.oldest(),
                    right.newest(),
                    right.updatedAtPercentiles())));

    @TempDir
    private Path reports;

    @ParameterizedTest
    @MethodSource
    void brokenPort_fails(BrokenPort broken) {
        broken.assertNoticed(reports);
    }

    static Stream<BrokenPort> brokenPort_fails() {
        return Stream.of(
                PREFIX,
                RANGE,
                ORDER,
                DESCENDING,
                LIMIT,
                COUNT,
                AGE,
                DELETED,
                SNAPSHOT,
                PERCENTILES,
                BYTES,
                operations("shows an age without documents", "SUM-1", figures(BrokenQueriesTest::neverWithoutAge)),
                operations("deletes contents later", "DEL-1", BrokenQueriesTest::leavingContents),
                new BrokenPort("clears every collection", "DEL-4", ClearingPort::new),
                new BrokenPort("leaks the connection of a stream", "SCAN-2", LeakingPort::new));
    }

    private static RecordStatistics neverWithoutAge(RecordStatistics right) {
        return right.records() > 0
                ? right
                : new RecordStatistics(
                        0,
                        0,
                        0,
                        0,
                        Optional.of(Workbench.START),
                        Optional.of(Workbench.START),
                        right.updatedAtPercentiles());
    }

    /** Counts contents of documents that were deleted by a condition. */
    private static RecordOperations leavingContents(RecordOperations right) {
        return new DelegatingOperations(right) {

            private long left;

            @Override
            public long delete(CollectionDefinition collection, Filter filter) {
                long before = summarize(collection, List.of()).contentRawBytes();
                long deleted = super.delete(collection, filter);
                left += before - summarize(collection, List.of()).contentRawBytes();
                return deleted;
            }

            @Override
            public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
                RecordStatistics figures = super.summarize(collection, percentiles);
                return new RecordStatistics(
                        figures.records(),
                        figures.bodyBytes(),
                        figures.contentRawBytes() + left,
                        figures.contentStoredBytes(),
                        figures.oldest(),
                        figures.newest(),
                        figures.updatedAtPercentiles());
            }
        };
    }

    private static Filter.Bound lastByUnit(Filter.Bound from) {
        return from.value() instanceof IndexValue.TextValue text
                ? new Filter.Bound(new IndexValue.TextValue(text.value() + '\uFFFF'), false)
                : from;
    }

    private static Scan with(Scan scan, Order order, OptionalInt limit) {
        return new Scan(scan.collection(), scan.filter(), order, scan.after(), limit, scan.projection());
    }
}
