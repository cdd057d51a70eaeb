// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static dev.storageport.tck.BrokenOperations.puts;
import static dev.storageport.tck.BrokenPort.operations;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.SchemaMode;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Order;
import dev.storageport.port.PortDescription;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordChange;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The kit notices ports that are wrong about transactions, threads, the stored layout and failures. */
final class BrokenTransactionsTest extends BrokenPortsTest {

    static final BrokenPort NO_ROLLBACK =
            new BrokenPort("forgets the rollback", "TX-2", BrokenTransactionsTest::noTransaction);
    static final BrokenPort OWN_WRITES =
            new BrokenPort("reads past its transaction", "TX-3", BrokenTransactionsTest::readsPastTheTransaction);

    @Override
    Stream<BrokenPort> brokenPorts() {
        UnaryOperator<RecordOperations> blind = puts(put -> with(put, new Precondition.None()));
        UnaryOperator<RecordOperations> anyRevision =
                puts(put -> with(put, BrokenOperations.ignored(put.precondition())));
        return Stream.of(
                NO_ROLLBACK,
                OWN_WRITES,
                new BrokenPort(
                        "takes what it read for there after a deletion",
                        "TX-3",
                        BrokenTransactionsTest::rememberingWhatWasDeleted),
                new BrokenPort("shows writes before the commit", "TX-4", BrokenTransactionsTest::noTransaction),
                new BrokenPort("lets transactions overwrite each other", "TX-6", BrokenTransactionsTest::noTransaction),
                operations("takes any revision for the expected one", "TX-7", anyRevision),
                operations("loses concurrent updates", "CONC-2", anyRevision),
                operations("inserts over what is there", "CONC-3", blind),
                new BrokenPort("runs the work of each transaction twice", "WATCH-4", BrokenTransactionsTest::twice),
                operations(
                        "reads a document more than it was asked for",
                        "WATCH-1",
                        BrokenTransactionsTest::readingTooMuch),
                new BrokenPort("says nothing of where it is", "WATCH-6", BrokenTransactionsTest::nowhere),
                new BrokenPort("keeps a connection", "CONC-1", BrokenTransactionsTest::keepingAConnection),
                new BrokenPort("takes a new index for complete", "SCHEMA-1", BrokenTransactionsTest::overlooking),
                new BrokenPort("touches every document at opening", "DUR-2", BrokenTransactionsTest::touching),
                operations(
                        "throws errors of its own",
                        "ERR-1",
                        right -> onViolation(right, write -> new IllegalStateException("duplicate value"))),
                operations(
                        "shows values in messages",
                        "ERR-2",
                        right -> onViolation(
                                right,
                                write -> new UniqueViolationException(
                                        "items", "alias of " + ((Write.Put) write).body(), null, null))));
    }

    private static StoragePort noTransaction(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                return work.apply(port);
            }
        };
    }

    private static StoragePort readsPastTheTransaction(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                return port.transact(
                        attempt,
                        inside -> work.apply(new DelegatingOperations(inside) {
                            @Override
                            public long count(CollectionDefinition collection, Filter filter) {
                                return port.count(collection, filter);
                            }

                            @Override
                            public RecordCursor scan(Scan scan) {
                                return port.scan(scan);
                            }
                        }));
            }
        };
    }

    private static StoragePort rememberingWhatWasDeleted(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                return port.transact(attempt, inside -> work.apply(new RememberingOperations(inside)));
            }
        };
    }

    /** Operations that answer a touch from what they read, which they forget when it is written, but not when it is deleted by a filter. */
    private static final class RememberingOperations extends DelegatingOperations {

        private final Map<String, StoredRecord> seen = new HashMap<>();

        RememberingOperations(RecordOperations right) {
            super(right);
        }

        @Override
        public Map<String, StoredRecord> read(
                CollectionDefinition collection, Collection<String> keys, Projection projection) {
            Map<String, StoredRecord> found = super.read(collection, keys, projection);
            seen.keySet().removeAll(keys);
            seen.putAll(found);
            return found;
        }

        @Override
        public List<WriteOutcome> write(List<Write> writes) {
            List<WriteOutcome> outcomes = super.write(writes);
            Write first = writes.get(0);
            StoredRecord read = seen.get(first.key());
            writes.forEach(write -> seen.remove(write.key()));
            return first instanceof Write.Touch && read != null
                    ? List.of(RecordChange.of(first, read).outcome())
                    : outcomes;
        }
    }

    private static StoragePort keepingAConnection(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Health health(Duration atMost) {
                Health right = super.health(atMost);
                Optional<PoolStatus> pool = Optional.of(new PoolStatus(10, 1, 9, 0));
                return Health.builder(right.backend()).pool(pool).build();
            }
        };
    }

    private static StoragePort overlooking(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                Catalog added = super.prepare(catalog, mode);
                for (CollectionDefinition collection : added.collections()) {
                    collection.indexes().forEach(index -> reindex(collection, index.name()));
                }
                return added;
            }

            private void reindex(CollectionDefinition collection, String index) {
                write(staleRecords(collection, index, Optional.empty(), Integer.MAX_VALUE).stream()
                        .<Write>map(entry -> new Write.Reindex(
                                collection, entry.key(), entry.revision(), Optional.empty(), Map.of()))
                        .toList());
            }
        };
    }

    private static StoragePort touching(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public Catalog prepare(Catalog catalog, SchemaMode mode) {
                Catalog added = super.prepare(catalog, mode);
                catalog.collections().forEach(this::touch);
                return added;
            }

            private void touch(CollectionDefinition collection) {
                List<Write> touches = new ArrayList<>();
                Scan all = new Scan(
                        collection,
                        new Filter.All(),
                        Order.KEY,
                        Optional.empty(),
                        OptionalInt.empty(),
                        Projection.METADATA);
                try (RecordCursor entries = scan(all)) {
                    entries.forEachRemaining(
                            entry -> touches.add(new Write.Touch(collection, entry.key(), entry.updatedAt())));
                }
                write(touches);
            }
        };
    }

    private static RecordOperations onViolation(RecordOperations right, Function<Write, RuntimeException> failure) {
        return new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                try {
                    return super.write(writes);
                } catch (UniqueViolationException violation) {
                    throw failure.apply(writes.get(0));
                }
            }
        };
    }

    private static Write.Put with(Write.Put put, Precondition precondition) {
        return new Write.Put(
                put.collection(),
                put.key(),
                precondition,
                put.body(),
                put.bodyBytes(),
                put.dataVersion(),
                put.indexValues(),
                put.content(),
                put.firstRevision(),
                put.now());
    }

    private static StoragePort twice(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
                return super.transact(attempt, operations -> {
                    R first = work.apply(operations);
                    R second = work.apply(operations);
                    return second == null ? first : second;
                });
            }
        };
    }

    private static RecordOperations readingTooMuch(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection projection) {
                Map<String, StoredRecord> read = new HashMap<>(super.read(collection, keys, projection));
                read.values().stream().findFirst().ifPresent(one -> read.put("besides", one));
                return read;
            }
        };
    }

    private static StoragePort nowhere(StoragePort port) {
        return new ForwardingPort(port) {
            @Override
            public PortDescription description() {
                return new PortDescription("", Map.of(), Map.of());
            }
        };
    }
}
