// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenPort.operations;

import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.SchemaStatus.CollectionStatus;
import dev.storageport.SchemaStatus.IndexState;
import dev.storageport.SchemaStatus.IndexStatus;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field.Attribute;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kit notices ports that are wrong about declared indexes on times, and about deleting by age. */
final class BrokenTimesTest extends BrokenPortsTest {

    @Override
    Stream<BrokenPort> brokenPorts() {
        return Stream.of(
                operations("sorts by time where there is an index", "INDEX-13", BrokenTimesTest::sortingWithIndex),
                operations("sorts by time where there is none", "INDEX-13", BrokenTimesTest::sortingWithoutIndex),
                new BrokenPort("makes no index on a time", "GROW-15", BrokenTimesTest::makingNone),
                new BrokenPort("shows an index on a time as stale", "GROW-15", BrokenTimesTest::showingStale),
                new BrokenPort("keeps indexes on times", "GROW-15", BrokenTimesTest::keeping),
                new BrokenPort("misses no index on a time", "GROW-15", BrokenTimesTest::missingNone),
                new BrokenPort("deletes what it saw before", "DEL-9", BrokenTimesTest::deletingWhatItSaw),
                new BrokenPort("counts what it left", "DEL-9", BrokenTimesTest::countingWhatItLeft));
    }

    private static RecordOperations sortingWithIndex(RecordOperations right) {
        return sorting(right, true);
    }

    private static RecordOperations sortingWithoutIndex(RecordOperations right) {
        return sorting(right, false);
    }

    /** Orders by time only where an index is declared, or only where none is, and by key elsewhere. */
    private static RecordOperations sorting(RecordOperations right, boolean whereDeclared) {
        return new DelegatingOperations(right) {
            @Override
            public RecordCursor scan(Scan scan) {
                return scan.order().by() instanceof Attribute time
                                && time.isTime()
                                && scan.after().isEmpty()
                                && scan.collection().hasIndexOn(time) != whereDeclared
                        ? super.scan(new Scan(
                                scan.collection(),
                                scan.filter(),
                                Order.KEY,
                                scan.after(),
                                scan.limit(),
                                scan.projection()))
                        : super.scan(scan);
            }
        };
    }

    private static Catalog valuesOnly(Catalog catalog) {
        return new Catalog(catalog.collections().stream()
                .map(collection -> new CollectionDefinition(collection.name(), collection.valueIndexes()))
                .toList());
    }

    private static StoragePort makingNone(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                return super.prepare(valuesOnly(catalog), mode);
            }
        };
    }

    private static StoragePort missingNone(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                return super.prepare(mode == SchemaMode.VALIDATE ? valuesOnly(catalog) : catalog, mode);
            }
        };
    }

    private static StoragePort showingStale(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public SchemaStatus schema() {
                SchemaStatus right = super.schema();
                return new SchemaStatus(
                        right.layout(),
                        right.collections().stream()
                                .map(collection -> new CollectionStatus(
                                        collection.name(),
                                        collection.indexes().stream()
                                                .map(BrokenTimesTest::stale)
                                                .toList()))
                                .toList());
            }
        };
    }

    private static IndexStatus stale(IndexStatus index) {
        return index.definition().kind() == IndexKind.TIME
                ? new IndexStatus(index.definition(), IndexState.STALE, index.note())
                : index;
    }

    private static StoragePort keeping(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public void dropIndex(String collection, IndexDefinition index) {
                if (index.hasValues()) {
                    super.dropIndex(collection, index);
                }
            }
        };
    }

    private static StoragePort deletingWhatItSaw(StoragePort port) {
        return sweeping(
                port,
                writes -> port.write(
                        writes.stream().map(BrokenTimesTest::unconditional).toList()));
    }

    private static StoragePort countingWhatItLeft(StoragePort port) {
        return sweeping(
                port,
                writes -> port.write(writes).stream()
                        .<WriteOutcome>map(outcome -> new WriteOutcome.Deleted())
                        .toList());
    }

    /** Looks outside the transaction that writes, as a port may, and lets others write in between. */
    private static StoragePort sweeping(StoragePort port, Function<List<Write>, List<WriteOutcome>> writing) {
        return new ForwardingPort(port) {
            @Override
            public <R> R sweep(Function<RecordOperations, R> work) {
                return work.apply(new DelegatingOperations(port) {
                    @Override
                    public List<WriteOutcome> write(List<Write> writes) {
                        LockSupport.parkNanos(20_000_000); // in which others write
                        return writing.apply(writes);
                    }
                });
            }
        };
    }

    private static Write unconditional(Write write) {
        return write instanceof Write.Delete delete
                ? new Write.Delete(delete.collection(), delete.key(), new Precondition.None())
                : write;
    }
}
