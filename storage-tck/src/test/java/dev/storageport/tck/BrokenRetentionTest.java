// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenPort.operations;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.lease.Leases;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.Filter;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.retention.Retention;
import dev.storageport.retention.RetentionPolicy;
import dev.storageport.retention.RetentionReport;
import dev.storageport.retention.Unexpired;
import dev.storageport.tck.harness.ForwardingPort;
import dev.storageport.tck.harness.PositionedRecord;
import dev.storageport.tck.retention.Retentions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The kit notices retention that is wrong, and ports with which it would be. */
final class BrokenRetentionTest extends BrokenPortsTest {

    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                operations("takes a bound of time for one that is included", "KEEP-1", included(Attribute.UPDATED_AT)),
                operations("takes insertion for writing", "KEEP-1", BrokenRetentionTest::writtenInsteadOfInserted),
                operations("takes the instant itself for later", "KEEP-2", BrokenRetentionTest::excluding),
                operations("gives the newest last", "KEEP-4", AlteredScans.reordered(BrokenRetentionTest::reversed)),
                operations(
                        "orders equal times by key upwards",
                        "KEEP-4",
                        AlteredScans.reordered(BrokenRetentionTest::tied)),
                operations("gives small sizes only", "KEEP-5", BrokenRetentionTest::cut),
                new BrokenPort("removes what was written meanwhile", "KEEP-6", BrokenRetentionTest::removingWhatItSaw),
                operations("lends to everybody", "KEEP-8", BrokenRetentionTest::insertingAlways),
                operations("gives small sizes only", "SCAN-6", BrokenRetentionTest::cut),
                operations("gives metadata by key", "SCAN-6", AlteredScans.reordered(BrokenRetentionTest::byKey)),
                operations("gives sizes in halves", "DEL-10", AlteredOperations.read(BrokenRetentionTest::halved)),
                operations("goes on by key", "DEL-10", AlteredScans.reordered(BrokenRetentionTest::byKey)),
                operations(
                        "takes a bound of insertion for one that is included",
                        "COND-9",
                        included(Attribute.CREATED_AT)),
                operations("has not reached the instant itself", "COND-9", BrokenRetentionTest::excluding));
    }

    @TestFactory
    Stream<DynamicTest> brokenRetention_isNoticed() {
        return Stream.of(
                        new BrokenRetention("goes a microsecond early", "KEEP-1", new Retentions() {
                            @Override
                            public RetentionPolicy<Object> maxAge(Duration age) {
                                return RetentionPolicy.maxAge(age.isZero() ? age : age.minus(MICROSECOND));
                            }
                        }),
                        new BrokenRetention("takes zero for everything", "KEEP-3", new Retentions() {
                            @Override
                            public RetentionPolicy<Object> maxAge(Duration age) {
                                return RetentionPolicy.maxAge(age.isZero() ? MICROSECOND : age);
                            }
                        }),
                        new BrokenRetention("takes a negative number for none", "KEEP-3", new Retentions() {
                            @Override
                            public RetentionPolicy<Object> maxDocuments(long documents) {
                                return RetentionPolicy.maxDocuments(Math.max(0, documents));
                            }
                        }),
                        new BrokenRetention("keeps one more", "KEEP-4", new Retentions() {
                            @Override
                            public RetentionPolicy<Object> maxDocuments(long documents) {
                                return RetentionPolicy.maxDocuments(documents + 1);
                            }
                        }),
                        new BrokenRetention("removes one that would have fitted", "KEEP-5", new Retentions() {
                            @Override
                            public RetentionPolicy<Object> maxBytes(long bytes) {
                                return RetentionPolicy.maxBytes(Math.max(0, bytes - 1));
                            }
                        }),
                        new BrokenRetention("removes everything at once", "KEEP-6", new Retentions() {
                            @Override
                            public Retention build(Retention.Builder builder) {
                                return builder.batchSize(1_000).build();
                            }
                        }),
                        new BrokenRetention("removes whatever share it is", "KEEP-7", new Retentions() {
                            @Override
                            public Retention build(Retention.Builder builder) {
                                return builder.atMostShare(1).build();
                            }
                        }),
                        new BrokenRetention("removes before the end", "KEEP-13", new Retentions() {
                            @Override
                            public RetentionPolicy<Object> maxAge(Duration age) {
                                return RetentionPolicy.maxAge(age.dividedBy(2));
                            }
                        }),
                        new BrokenRetention("runs in each process", "KEEP-8", new Retentions() {
                            @Override
                            public Retention.Builder lease(
                                    Retention.Builder builder, Leases leases, Duration duration) {
                                return builder;
                            }
                        }),
                        new BrokenRetention("dies of the first error", "KEEP-9", new Retentions() {
                            @Override
                            public RetentionReport run(Retention retention) {
                                RetentionReport right = retention.runOnce();
                                int through =
                                        right.succeeded() ? right.collections().size() : 1;
                                return new RetentionReport(
                                        right.begun(),
                                        right.duration(),
                                        right.collections().subList(0, through));
                            }
                        }),
                        new BrokenRetention("shows what expires just now", "KEEP-10", new Retentions() {
                            @Override
                            public <T> Unexpired<T> unexpired(
                                    Storage storage, CollectionSpec<T> spec, RetentionPolicy<? super T> policy) {
                                return Unexpired.of(
                                        storage,
                                        spec,
                                        policy.toString().startsWith("maxAge PT168H")
                                                ? RetentionPolicy.maxAge(
                                                        Duration.ofDays(7).plus(MICROSECOND))
                                                : policy);
                            }
                        }),
                        new BrokenRetention("runs at any time", "KEEP-11", new Retentions() {
                            @Override
                            public Retention build(Retention.Builder builder) {
                                return builder.jitter(1).build();
                            }
                        }))
                .map(broken -> dynamicTest(broken.toString(), () -> broken.assertNoticed(reports)));
    }

    private static UnaryOperator<RecordOperations> included(Attribute time) {
        return AlteredFilters.each(filter -> filter instanceof Filter.Range range && range.field() == time
                ? new Filter.Range(time, range.from(), range.to().map(bound -> new Filter.Bound(bound.value(), true)))
                : filter);
    }

    private static RecordOperations writtenInsteadOfInserted(RecordOperations right) {
        return AlteredFilters.each(
                        filter -> filter instanceof Filter.Range range && range.field() == Attribute.CREATED_AT
                                ? new Filter.Range(Attribute.UPDATED_AT, range.from(), range.to())
                                : filter)
                .apply(right);
    }

    private static RecordOperations excluding(RecordOperations right) {
        return AlteredFilters.each(filter -> filter instanceof Filter.Range range
                        ? new Filter.Range(
                                range.field(),
                                range.from(),
                                range.to().map(bound -> new Filter.Bound(bound.value(), false)))
                        : filter)
                .apply(right);
    }

    private static List<PositionedRecord> reversed(Order order, List<PositionedRecord> right) {
        List<PositionedRecord> reversed = new ArrayList<>(right);
        if (order.by() == Attribute.UPDATED_AT) {
            Collections.reverse(reversed);
        }
        return reversed;
    }

    private static List<PositionedRecord> tied(Order order, List<PositionedRecord> right) {
        List<PositionedRecord> sorted = new ArrayList<>(right);
        if (order.by() == Attribute.UPDATED_AT && order.descending()) {
            sorted.sort(Comparator.<PositionedRecord, Instant>comparing(
                            found -> found.entry().updatedAt())
                    .reversed()
                    .thenComparing(found -> found.entry().key()));
        }
        return sorted;
    }

    private static List<PositionedRecord> byKey(Order order, List<PositionedRecord> right) {
        List<PositionedRecord> sorted = new ArrayList<>(right);
        sorted.sort(Comparator.comparing(found -> found.entry().key()));
        return sorted;
    }

    private static StoredRecord halved(StoredRecord right) {
        return right.bytes().isEmpty() ? right : resized(right, right.bytes().getAsLong() / 2);
    }

    private static StoredRecord resized(StoredRecord right, long bytes) {
        return new StoredRecord(
                right.key(),
                right.revision(),
                right.dataVersion(),
                right.createdAt(),
                right.updatedAt(),
                right.body(),
                right.content(),
                OptionalLong.of(bytes));
    }

    private static RecordOperations cut(RecordOperations right) {
        return AlteredOperations.read(record -> record.bytes().isEmpty()
                        ? record
                        : resized(record, Math.min(record.bytes().getAsLong(), 40)))
                .apply(right);
    }

    private static RecordOperations insertingAlways(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                return super.write(writes.stream()
                        .map(write ->
                                write instanceof Write.Put put && put.precondition() instanceof Precondition.Absent
                                        ? put.with(new Precondition.None())
                                        : write)
                        .toList());
            }
        };
    }

    /** Looks outside the transaction that writes, as a port may, and deletes what it saw whatever has become of it. */
    private static StoragePort removingWhatItSaw(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public <R> R sweep(Function<RecordOperations, R> work) {
                return work.apply(new DelegatingOperations(port) {
                    @Override
                    public List<WriteOutcome> write(List<Write> writes) {
                        LockSupport.parkNanos(5_000_000); // in which others write
                        return port.write(writes.stream()
                                .<Write>map(write -> write instanceof Write.Delete delete
                                        ? delete.with(new Precondition.None())
                                        : write)
                                .toList());
                    }
                });
            }
        };
    }
}
