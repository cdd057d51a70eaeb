// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Operations that do one thing wrong, made of ones that are right. */
final class BrokenOperations {

    private BrokenOperations() {}

    /** Changes each put before it is written. */
    static UnaryOperator<RecordOperations> puts(UnaryOperator<Write.Put> change) {
        return right -> new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                return super.write(writes.stream()
                        .map(write -> write instanceof Write.Put put ? change.apply(put) : write)
                        .toList());
            }
        };
    }

    /** Changes every scan. */
    static UnaryOperator<RecordOperations> scans(UnaryOperator<Scan> change) {
        return right -> new DelegatingOperations(right) {
            @Override
            public RecordCursor scan(Scan scan) {
                return super.scan(change.apply(scan));
            }
        };
    }

    /** Changes the figures. */
    static UnaryOperator<RecordOperations> figures(UnaryOperator<RecordStatistics> change) {
        return right -> new DelegatingOperations(right) {
            @Override
            public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
                return change.apply(super.summarize(collection, percentiles));
            }
        };
    }

    static Write.Put withContent(Write.Put put, ContentChange content) {
        return new Write.Put(
                put.collection(),
                put.key(),
                put.precondition(),
                put.body(),
                put.bodyBytes(),
                put.dataVersion(),
                put.indexValues(),
                content,
                put.firstRevision(),
                put.now());
    }

    static RecordOperations writesOneByOne(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<WriteOutcome> outcomes = new ArrayList<>();
                writes.forEach(write -> outcomes.addAll(super.write(List.of(write))));
                return outcomes;
            }
        };
    }

    static RecordOperations writesBackwards(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<WriteOutcome> outcomes = new ArrayList<>(super.write(reversed(writes)));
                Collections.reverse(outcomes);
                return outcomes;
            }
        };
    }

    private static List<Write> reversed(List<Write> writes) {
        List<Write> reversed = new ArrayList<>(writes);
        Collections.reverse(reversed);
        return reversed;
    }

    static RecordOperations readsEachKeyByItself(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                Map<String, StoredRecord> found = new HashMap<>();
                for (String key : keys) {
                    found.putAll(super.read(collection, List.of(key), parts));
                    LockSupport.parkNanos(20_000); // as long as a round trip to a database
                }
                return found;
            }
        };
    }

    static RecordOperations readsTheFirstThousandKeys(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                return super.read(collection, keys.stream().limit(1000).toList(), parts);
            }
        };
    }

    static RecordOperations readsContentOfTheFirstRecord(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                Map<String, StoredRecord> found = new HashMap<>(super.read(collection, keys, parts));
                if (parts.content()) {
                    found.replaceAll((key, entry) -> new StoredRecord(
                            key,
                            entry.revision(),
                            entry.dataVersion(),
                            entry.createdAt(),
                            entry.updatedAt(),
                            entry.body(),
                            first(collection).content()));
                }
                return found;
            }

            private StoredRecord first(CollectionDefinition collection) {
                try (RecordCursor all = scan(new Scan(
                        collection,
                        new Filter.All(),
                        Order.KEY,
                        Optional.empty(),
                        OptionalInt.of(1),
                        Projection.CONTENT))) {
                    return all.next();
                }
            }
        };
    }

    static RecordOperations deletesOneMoreThanItSays(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public long delete(CollectionDefinition collection, Filter filter) {
                return Math.max(0, super.delete(collection, filter) - 1);
            }
        };
    }

    /** Answers deletes as if the record had been there. */
    static RecordOperations deletesWhatIsNotThere(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<WriteOutcome> outcomes = new ArrayList<>(super.write(writes));
                for (int i = 0; i < outcomes.size(); i++) {
                    if (writes.get(i) instanceof Write.Delete) {
                        outcomes.set(i, new WriteOutcome.Deleted());
                    }
                }
                return outcomes;
            }
        };
    }

    /** Reads each record when it is asked for instead of at the beginning. */
    static RecordOperations scansWhatIsThereByThen(RecordOperations right) {
        return new DelegatingOperations(right) {
            @Override
            public RecordCursor scan(Scan scan) {
                List<String> keys = new ArrayList<>();
                try (RecordCursor cursor = super.scan(scan)) {
                    cursor.forEachRemaining(entry -> keys.add(entry.key()));
                }
                return new LateCursor(operations, scan, keys);
            }
        };
    }

    /** A cursor that is no snapshot. */
    private static final class LateCursor implements RecordCursor {

        private final RecordOperations operations;
        private final Scan scan;
        private final List<String> keys;
        private String last = "";

        LateCursor(RecordOperations operations, Scan scan, List<String> keys) {
            this.operations = operations;
            this.scan = scan;
            this.keys = keys;
        }

        @Override
        public boolean hasNext() {
            while (!keys.isEmpty() && read().isEmpty()) {
                keys.remove(0);
            }
            return !keys.isEmpty();
        }

        @Override
        public StoredRecord next() {
            StoredRecord entry = read().orElseThrow();
            last = keys.remove(0);
            return entry;
        }

        private Optional<StoredRecord> read() {
            return Optional.ofNullable(operations
                    .read(scan.collection(), keys.subList(0, 1), scan.projection())
                    .get(keys.get(0)));
        }

        @Override
        public Position position() {
            return new Position(OptionalInt.empty(), Optional.empty(), last);
        }

        @Override
        public void close() {
            keys.clear();
        }
    }

    static RecordStatistics withPercentiles(RecordStatistics right, Instant all) {
        return new RecordStatistics(
                right.records(),
                right.bodyBytes(),
                right.contentRawBytes(),
                right.contentStoredBytes(),
                right.oldest(),
                right.newest(),
                right.updatedAtPercentiles().stream().map(one -> all).toList());
    }

    static Precondition ignored(Precondition precondition) {
        return precondition instanceof Precondition.AtRevision ? new Precondition.Present() : precondition;
    }
}
