// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CodePointOrder;
import dev.storageport.port.Filter;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How the methods of a collection work that change as many documents as a query means. */
final class BulkOperations<T> {

    private static final int UPGRADE_BATCH = 200;
    private static final long UPGRADE_CHARACTERS = 4L * 1024 * 1024;
    private static final int DELETE_BATCH = 1_000;

    /** How many records a batch looks through that is chosen from here, without their bodies: some milliseconds of a database. */
    private static final int LOOKED_THROUGH = 2_000;

    /** How many records are looked through for each that a batch may delete, where it is to be short. */
    private static final int LOOKED_FOR_EACH = 4;

    /** How often a batch is looked for again because others wrote its records meanwhile, before it keeps them from doing so. */
    private static final int ATTEMPTS = 5;

    private final CollectionSpec<T> spec;
    private final RecordCodec<T> records;
    private final Session session;

    BulkOperations(CollectionSpec<T> spec, RecordCodec<T> records, Session session) {
        this.spec = spec;
        this.records = records;
        this.session = session;
    }

    long delete(String operation, Query<? super T> query) {
        Instant now = session.now();
        if (query.maximum().isPresent()) {
            return session.atomically(
                    spec.operation(operation),
                    () -> Sweep.of(query.scan(spec.definition(), now, query.maximum(), Projection.METADATA)),
                    (operations, all) -> batch(operations, all, Long.MAX_VALUE, this::deletion)
                            .applied());
        }
        Filter filter = session.prepared(spec.operation(operation), () -> filter(query, now));
        if (MetadataFilter.isUnindexedAge(spec.definition(), filter)) {
            return inBatches(operation, () -> deletions(filter, DELETE_BATCH), this::deletion);
        }
        return session.call(
                spec.operation(operation),
                () -> filter,
                (operations, checked) -> operations.delete(spec.definition(), checked));
    }

    long deleteInBatches(Condition<? super T> condition, int batchSize) {
        Instant now = session.now();
        Supplier<Sweep> sweep = () -> {
            if (batchSize <= 0) {
                throw new InvalidValueException("batchSize", "is not positive");
            }
            return deletions(filter(condition, now), batchSize);
        };
        return inBatches("deleteInBatches", sweep, this::deletion);
    }

    long deleteInBatches(Query<? super T> query, int batchSize, Predicate<DeletedBatch> goesOn) {
        Instant now = session.now();
        Supplier<Sweep> sweep = () -> {
            if (batchSize <= 0) {
                throw new InvalidValueException("batchSize", "is not positive");
            }
            if (query.maximum().isPresent()) {
                throw new InvalidValueException("query", "has a limit, and is to be done in batches");
            }
            return paced(query, filter(query, now), batchSize);
        };
        return inBatches("deleteInBatches", sweep, this::deletion, goesOn);
    }

    private Sweep paced(Query<? super T> query, Filter filter, int size) {
        return (MetadataFilter.isUnindexedAge(spec.definition(), filter)
                        ? lookingThrough(filter, (int) Math.min(LOOKED_THROUGH, LOOKED_FOR_EACH * (long) size), size)
                        : Sweep.of(new Scan(
                                spec.definition(),
                                filter,
                                query.orderSpec().order(spec.definition()),
                                Optional.empty(),
                                OptionalInt.of(size),
                                Projection.SIZE)))
                .sized();
    }

    long upgradeAll() {
        return inBatches(
                "upgradeAll",
                () -> Sweep.of(byKey(
                        filter(Condition.dataVersionBefore(spec.version()), session.now()),
                        UPGRADE_BATCH,
                        Projection.BODY)),
                entry -> records.reindexed(entry, true));
    }

    private Filter filter(Query<? super T> query, Instant now) {
        return query.filterSpec().filter(spec.definition(), now);
    }

    private Write deletion(StoredRecord entry) {
        return new Write.Delete(spec.definition(), entry.key(), new Precondition.AtRevision(entry.revision()));
    }

    /** Where the database would have to look at every record, a bounded number of them is looked through at a time. */
    private Sweep deletions(Filter filter, int size) {
        return MetadataFilter.isUnindexedAge(spec.definition(), filter)
                ? lookingThrough(filter, LOOKED_THROUGH, size)
                : Sweep.of(byKey(filter, size, Projection.METADATA));
    }

    private Sweep lookingThrough(Filter filter, int records, int size) {
        return new Sweep(
                byKey(MetadataFilter.ofKeys(filter), records, Projection.METADATA),
                MetadataFilter.predicate(filter),
                size);
    }

    private Scan byKey(Filter filter, int limit, Projection projection) {
        return new Scan(spec.definition(), filter, Order.KEY, Optional.empty(), OptionalInt.of(limit), projection);
    }

    /**
     * What is looked through and chosen.
     *
     * @param scan what is read
     * @param chosen which of it is changed
     * @param most at most how many records one batch changes
     */
    private record Sweep(Scan scan, Predicate<StoredRecord> chosen, int most) {

        static Sweep of(Scan scan) {
            return new Sweep(scan, entry -> true, Integer.MAX_VALUE);
        }

        Sweep after(Optional<Position> position) {
            return reading(position, scan.projection());
        }

        /** Returns this sweep, which reads the sizes of records too. */
        Sweep sized() {
            return reading(scan.after(), Projection.SIZE);
        }

        private Sweep reading(Optional<Position> after, Projection projection) {
            return new Sweep(
                    new Scan(scan.collection(), scan.filter(), scan.order(), after, scan.limit(), projection),
                    chosen,
                    most);
        }
    }

    /**
     * Goes through the records by key, so that it ends also when others keep writing. A batch whose records were written between looking
     * and changing is looked for again, in the end in a transaction that sees what it changes.
     */
    private long inBatches(String operation, Supplier<Sweep> sweep, Function<StoredRecord, Write> change) {
        return inBatches(operation, sweep, change, batch -> true);
    }

    private long inBatches(
            String operation,
            Supplier<Sweep> sweep,
            Function<StoredRecord, Write> change,
            Predicate<DeletedBatch> goesOn) {
        long applied = 0;
        int attempt = 1;
        Optional<Position> after = Optional.empty();
        while (true) {
            Optional<Position> from = after;
            Supplier<Sweep> rest = () -> sweep.get().after(from);
            BiFunction<RecordOperations, Sweep, Batch> step =
                    (operations, part) -> batch(operations, part, UPGRADE_CHARACTERS, change);
            Batch batch = attempt <= ATTEMPTS
                    ? session.sweep(spec.operation(operation), rest, step)
                    : session.atomically(spec.operation(operation), rest, step);
            applied += batch.applied();
            boolean again = batch.missed() > 0 && attempt <= ATTEMPTS;
            boolean last = batch.isEnd() && !again;
            if (!goesOn.test(new DeletedBatch(batch.applied(), batch.bytes(), last)) || last) {
                return applied;
            }
            if (again) {
                attempt++;
            } else {
                attempt = 1;
                after = batch.last();
            }
        }
    }

    /**
     * What one batch did.
     *
     * @param applied how many records it changed
     * @param missed how many it did not, because somebody wrote or deleted them after they were looked at
     * @param bytes the size of those that it changed, as far as it was read
     * @param last the position of the last one that was looked at; empty: there was none
     * @param isEnd whether there was nothing behind the last one
     */
    private record Batch(long applied, long missed, long bytes, Optional<Position> last, boolean isEnd) {}

    private Batch batch(
            RecordOperations operations, Sweep sweep, long characters, Function<StoredRecord, Write> change) {
        List<StoredRecord> chosen = new ArrayList<>();
        Optional<Position> last = Optional.empty();
        boolean isEnd;
        try (RecordCursor cursor = operations.scan(sweep.scan())) {
            long read = 0;
            int looked = 0;
            while (read < characters && chosen.size() < sweep.most() && cursor.hasNext()) {
                StoredRecord entry = cursor.next();
                looked++;
                read += entry.body().map(String::length).orElse(0);
                if (sweep.chosen().test(entry)) {
                    chosen.add(entry);
                }
                last = Optional.of(cursor.position());
            }
            isEnd = looked < sweep.scan().limit().orElse(Integer.MAX_VALUE) && !cursor.hasNext();
        }
        if (chosen.isEmpty()) {
            return new Batch(0, 0, 0, last, isEnd);
        }
        chosen.sort(Comparator.comparing(StoredRecord::key, CodePointOrder.INSTANCE));
        List<WriteOutcome> outcomes =
                operations.write(chosen.stream().map(change).toList());
        long applied = 0;
        long bytes = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            if (!(outcomes.get(i) instanceof WriteOutcome.NotApplied)) {
                applied++;
                bytes += chosen.get(i).bytes().orElse(0);
            }
        }
        return new Batch(applied, outcomes.size() - applied, bytes, last, isEnd);
    }
}
