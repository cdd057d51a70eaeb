// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.Filter;
import dev.storageport.port.Order;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/** How the methods of a collection work that change as many documents as a query means. */
final class BulkOperations<T> {

    private static final int UPGRADE_BATCH = 200;
    private static final long UPGRADE_CHARACTERS = 4L * 1024 * 1024;

    private final CollectionSpec<T> spec;
    private final RecordCodec<T> records;
    private final Session session;

    BulkOperations(CollectionSpec<T> spec, RecordCodec<T> records, Session session) {
        this.spec = spec;
        this.records = records;
        this.session = session;
    }

    long delete(String operation, Query<? super T> query) {
        if (query.maximum().isEmpty()) {
            return session.call(
                    spec.operation(operation),
                    () -> filter(query, session.now()),
                    (operations, filter) -> operations.delete(spec.definition(), filter));
        }
        return session.atomically(
                spec.operation(operation),
                () -> query.scan(spec.definition(), session.now(), query.maximum(), Projection.METADATA),
                (operations, scan) ->
                        batch(operations, scan, Long.MAX_VALUE, this::deletion).applied());
    }

    long deleteInBatches(Condition<? super T> condition, int batchSize) {
        Instant now = session.now();
        Supplier<Filter> filter = () -> {
            if (batchSize <= 0) {
                throw new InvalidValueException("batchSize", "is not positive");
            }
            return filter(condition, now);
        };
        return inBatches("deleteInBatches", filter, batchSize, Projection.METADATA, this::deletion);
    }

    long upgradeAll() {
        return inBatches(
                "upgradeAll",
                () -> filter(Condition.dataVersionBefore(spec.version()), session.now()),
                UPGRADE_BATCH,
                Projection.BODY,
                entry -> records.reindexed(entry, true));
    }

    private Filter filter(Query<? super T> query, Instant now) {
        return query.filterSpec().filter(spec.definition(), now);
    }

    private Write deletion(StoredRecord entry) {
        return new Write.Delete(spec.definition(), entry.key(), WriteOperations.NONE);
    }

    /** Goes through the records by key, so that it ends also when others keep writing. */
    private long inBatches(
            String operation,
            Supplier<Filter> filter,
            int size,
            Projection projection,
            Function<StoredRecord, Write> change) {
        long applied = 0;
        Optional<Position> after = Optional.empty();
        while (true) {
            Optional<Position> from = after;
            Batch batch = session.atomically(
                    spec.operation(operation),
                    () -> new Scan(spec.definition(), filter.get(), Order.KEY, from, OptionalInt.of(size), projection),
                    (operations, scan) -> batch(operations, scan, UPGRADE_CHARACTERS, change));
            applied += batch.applied();
            if (batch.last().isEmpty()) {
                return applied;
            }
            after = batch.last();
        }
    }

    /**
     * What one batch did.
     *
     * @param applied how many records it changed
     * @param last the position of the last one; empty: there was none
     */
    private record Batch(long applied, Optional<Position> last) {}

    private Batch batch(RecordOperations operations, Scan scan, long characters, Function<StoredRecord, Write> change) {
        List<Write> writes = new ArrayList<>();
        Optional<Position> last = Optional.empty();
        try (RecordCursor cursor = operations.scan(scan)) {
            long read = 0;
            while (read < characters && cursor.hasNext()) {
                StoredRecord entry = cursor.next();
                read += entry.body().map(String::length).orElse(0);
                writes.add(change.apply(entry));
                last = Optional.of(cursor.position());
            }
        }
        if (writes.isEmpty()) {
            return new Batch(0, Optional.empty());
        }
        writes.sort(Comparator.comparing(Write::key, CodePointOrder.INSTANCE));
        long applied = operations.write(writes).stream()
                .filter(outcome -> !(outcome instanceof WriteOutcome.NotApplied))
                .count();
        return new Batch(applied, last);
    }
}
