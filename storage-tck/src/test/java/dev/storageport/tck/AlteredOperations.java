// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.PositionedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Alterations of what is written, read and scanned, of which broken ports are made. */
final class AlteredOperations {

    private AlteredOperations() {}

    /** What a reader gets is not what is stored. */
    static UnaryOperator<RecordOperations> read(UnaryOperator<StoredRecord> wrong) {
        return operations -> new DelegatingOperations(operations) {
            @Override
            public Map<String, StoredRecord> read(
                    CollectionDefinition collection, Collection<String> keys, Projection parts) {
                Map<String, StoredRecord> found = new HashMap<>();
                super.read(collection, keys, parts).forEach((key, stored) -> found.put(key, wrong.apply(stored)));
                return found;
            }

            @Override
            public RecordCursor scan(Scan scan) {
                return altered(
                        super.scan(scan), records -> records.stream().map(wrong).toList());
            }
        };
    }

    /** The JSON that a reader gets is not what is stored. */
    static UnaryOperator<RecordOperations> readBody(UnaryOperator<String> wrong) {
        return read(stored -> new StoredRecord(
                stored.key(),
                stored.revision(),
                stored.dataVersion(),
                stored.createdAt(),
                stored.updatedAt(),
                stored.body().map(wrong),
                stored.content()));
    }

    /** The times that a reader gets are not what is stored. */
    static UnaryOperator<RecordOperations> readTimes(UnaryOperator<Instant> wrong) {
        return read(stored -> withTimes(stored, wrong.apply(stored.createdAt()), wrong.apply(stored.updatedAt())));
    }

    static StoredRecord withTimes(StoredRecord stored, Instant createdAt, Instant updatedAt) {
        return new StoredRecord(
                stored.key(),
                stored.revision(),
                stored.dataVersion(),
                createdAt,
                updatedAt,
                stored.body(),
                stored.content());
    }

    static StoredRecord withVersions(StoredRecord stored, long revision, int dataVersion) {
        return new StoredRecord(
                stored.key(),
                revision,
                dataVersion,
                stored.createdAt(),
                stored.updatedAt(),
                stored.body(),
                stored.content());
    }

    /** What is written is not what was asked. */
    static UnaryOperator<RecordOperations> write(UnaryOperator<Write> wrong) {
        return operations -> new DelegatingOperations(operations) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                return super.write(writes.stream().map(wrong).toList());
            }
        };
    }

    /** What a put does is not what was asked. */
    static UnaryOperator<RecordOperations> put(UnaryOperator<Write.Put> wrong) {
        return write(write -> write instanceof Write.Put put ? wrong.apply(put) : write);
    }

    static Write.Put with(Write.Put put, Precondition precondition, ContentChange content) {
        return put(
                put,
                put.key(),
                precondition,
                put.dataVersion(),
                put.indexValues(),
                content,
                put.firstRevision(),
                put.now());
    }

    static Write.Put withDataVersion(Write.Put put, int version) {
        return put(
                put,
                put.key(),
                put.precondition(),
                version,
                put.indexValues(),
                put.content(),
                put.firstRevision(),
                put.now());
    }

    static Write.Put withFirstRevision(Write.Put put, long revision) {
        return put(
                put,
                put.key(),
                put.precondition(),
                put.dataVersion(),
                put.indexValues(),
                put.content(),
                revision,
                put.now());
    }

    static Write.Put withNow(Write.Put put, Instant now) {
        return put(
                put,
                put.key(),
                put.precondition(),
                put.dataVersion(),
                put.indexValues(),
                put.content(),
                put.firstRevision(),
                now);
    }

    static Write.Put withIndexTexts(Write.Put put, BinaryOperator<String> wrong) {
        Map<String, IndexValue> values = new HashMap<>(put.indexValues());
        values.replaceAll((index, value) -> value instanceof IndexValue.TextValue text
                ? new IndexValue.TextValue(wrong.apply(index, text.value()))
                : value);
        return put(
                put,
                put.key(),
                put.precondition(),
                put.dataVersion(),
                values,
                put.content(),
                put.firstRevision(),
                put.now());
    }

    static Write.Put put(
            Write.Put put,
            String key,
            Precondition precondition,
            int dataVersion,
            Map<String, IndexValue> values,
            ContentChange content,
            long firstRevision,
            Instant now) {
        return new Write.Put(
                put.collection(),
                key,
                precondition,
                put.body(),
                put.bodyBytes(),
                dataVersion,
                values,
                content,
                firstRevision,
                now);
    }

    /** What a write is said to have done is not what it did. */
    static UnaryOperator<RecordOperations> outcome(Function<Write, UnaryOperator<WriteOutcome>> wrong) {
        return operations -> new DelegatingOperations(operations) {
            @Override
            public List<WriteOutcome> write(List<Write> writes) {
                List<WriteOutcome> outcomes = new ArrayList<>(super.write(writes));
                for (int i = 0; i < outcomes.size(); i++) {
                    outcomes.set(i, wrong.apply(writes.get(i)).apply(outcomes.get(i)));
                }
                return outcomes;
            }
        };
    }

    /** A scan is not the one that was asked for. */
    static UnaryOperator<RecordOperations> scan(UnaryOperator<Scan> wrong) {
        return operations -> new DelegatingOperations(operations) {
            @Override
            public RecordCursor scan(Scan scan) {
                return super.scan(wrong.apply(scan));
            }
        };
    }

    static Scan with(Scan scan, Filter filter, Order order) {
        return new Scan(scan.collection(), filter, order, scan.after(), scan.limit(), scan.projection());
    }

    /** The records of a scan come otherwise than asked for. */
    static UnaryOperator<RecordOperations> scanned(Function<Scan, UnaryOperator<List<StoredRecord>>> wrong) {
        return operations -> new DelegatingOperations(operations) {
            @Override
            public RecordCursor scan(Scan scan) {
                return altered(super.scan(scan), wrong.apply(scan));
            }
        };
    }

    private static RecordCursor altered(RecordCursor cursor, UnaryOperator<List<StoredRecord>> wrong) {
        List<PositionedRecord> right = PositionedRecord.of(cursor);
        Map<String, Position> positions = new HashMap<>();
        right.forEach(listed -> positions.put(listed.entry().key(), listed.position()));
        return PositionedRecord.cursor(wrong
                .apply(right.stream().map(PositionedRecord::entry).toList())
                .stream()
                .map(entry -> new PositionedRecord(entry, Objects.requireNonNull(positions.get(entry.key()))))
                .toList());
    }
}
