// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import dev.storageport.UniqueViolationException;
import dev.storageport.port.CodePointOrder;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.Order;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import example.SmallDatabase.Row;
import example.SmallDatabase.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The operations on one state of the database, which the caller owns or does not change. */
record SmallOperations(Map<String, Table> tables) implements RecordOperations {

    @Override
    public Map<String, StoredRecord> read(CollectionDefinition c, Collection<String> keys, Projection projection) {
        Map<String, StoredRecord> found = new HashMap<>();
        for (String key : keys) {
            Row row = rows(c).get(key);
            if (row != null) {
                found.put(key, project(row, projection));
            }
        }
        return found;
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        List<WriteOutcome> outcomes = new ArrayList<>();
        for (Write write : writes) {
            Row stored = rows(write.collection()).get(write.key());
            if (write instanceof Write.Put put && holds(put.precondition(), stored)) {
                outcomes.add(store(put.collection(), replaced(stored, put)));
            } else if (write instanceof Write.Touch touch && stored != null) {
                StoredRecord old = stored.entry();
                outcomes.add(store(
                        touch.collection(),
                        new Row(
                                entry(old, old.revision() + 1, old.dataVersion(), later(old, touch.now()), old.body(), old.content()),
                                stored.values(),
                                stored.bodyBytes())));
            } else if (write instanceof Write.Delete delete && stored != null && holds(delete.precondition(), stored)) {
                rows(delete.collection()).remove(delete.key());
                outcomes.add(new WriteOutcome.Deleted());
            } else {
                outcomes.add(new WriteOutcome.NotApplied());
            }
        }
        return outcomes;
    }

    private static boolean holds(Precondition precondition, Row stored) {
        if (precondition instanceof Precondition.AtRevision expected) {
            return stored != null && stored.entry().revision() == expected.revision();
        }
        return precondition instanceof Precondition.None || (precondition instanceof Precondition.Present) == (stored != null);
    }

    private static Row replaced(Row stored, Write.Put put) {
        Optional<ContentFrame> kept = stored == null ? Optional.empty() : stored.entry().content();
        Optional<ContentFrame> content = put.content() instanceof ContentChange.Replace replace
                ? Optional.of(replace.frame())
                : put.content() instanceof ContentChange.Keep ? kept : Optional.empty();
        StoredRecord entry = stored == null
                ? new StoredRecord(
                        put.key(), put.firstRevision(), put.dataVersion(), put.now(), put.now(), Optional.of(put.body()), content)
                : entry(
                        stored.entry(),
                        stored.entry().revision() + 1,
                        put.dataVersion(),
                        later(stored.entry(), put.now()),
                        Optional.of(put.body()),
                        content);
        return new Row(entry, put.indexValues(), put.bodyBytes());
    }

    private static StoredRecord entry(
            StoredRecord old, long revision, int dataVersion, Instant updatedAt, Optional<String> body, Optional<ContentFrame> content) {
        return new StoredRecord(old.key(), revision, dataVersion, old.createdAt(), updatedAt, body, content);
    }

    private static Instant later(StoredRecord stored, Instant now) {
        Instant soonest = stored.updatedAt().plus(1, ChronoUnit.MICROS);
        return now.isBefore(soonest) ? soonest : now;
    }

    private WriteOutcome store(CollectionDefinition c, Row row) {
        String key = row.entry().key();
        for (IndexDefinition index : c.indexes()) {
            Object value = row.values().get(index.name());
            if (index.unique()
                    && value != null
                    && rows(c).values().stream()
                            .anyMatch(other -> !other.entry().key().equals(key)
                                    && value.equals(other.values().get(index.name())))) {
                throw new UniqueViolationException(c.name(), index.name(), key, null);
            }
        }
        rows(c).put(key, row);
        return new WriteOutcome.Written(
                row.entry().revision(), row.entry().createdAt(), row.entry().updatedAt());
    }

    @Override
    public long delete(CollectionDefinition c, Filter filter) {
        List<String> keys = matching(c, filter).map(row -> row.entry().key()).toList();
        keys.forEach(rows(c)::remove);
        return keys.size();
    }

    @Override
    public long count(CollectionDefinition c, Filter filter) {
        return matching(c, filter).count();
    }

    @Override
    public RecordCursor scan(Scan scan) {
        List<StoredRecord> found = matching(scan.collection(), scan.filter())
                .sorted(comparator(scan.order()))
                .limit(scan.limit().orElse(Integer.MAX_VALUE))
                .map(row -> project(row, scan.projection()))
                .toList();
        Iterator<StoredRecord> iterator = found.iterator();
        return new RecordCursor() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public StoredRecord next() {
                return iterator.next();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition c, List<Integer> percentiles) {
        List<Row> rows = List.copyOf(rows(c).values());
        List<Instant> newestFirst = rows.stream()
                .map(row -> row.entry().updatedAt())
                .sorted(Comparator.reverseOrder())
                .toList();
        int count = rows.size();
        List<ContentFrame> frames =
                rows.stream().flatMap(row -> row.entry().content().stream()).toList();
        return new RecordStatistics(
                count,
                rows.stream().mapToLong(Row::bodyBytes).sum(),
                frames.stream().mapToLong(ContentFrame::rawBytes).sum(),
                frames.stream().mapToLong(frame -> frame.bytes().length).sum(),
                newestFirst.stream().reduce((newer, older) -> older),
                newestFirst.stream().findFirst(),
                (count == 0 ? List.<Integer>of() : percentiles)
                        .stream()
                                .map(p -> newestFirst.get((int) RecordStatistics.nearestRank(p, count) - 1))
                                .toList());
    }

    private Stream<Row> matching(CollectionDefinition c, Filter filter) {
        return rows(c).values().stream().filter(row -> matches(row, filter));
    }

    private static boolean matches(Row row, Filter filter) {
        String key = row.entry().key();
        if (filter instanceof Filter.KeyRange range) {
            return range.from().map(from -> CodePointOrder.INSTANCE.compare(key, from) >= 0).orElse(true)
                    && range.before().map(end -> CodePointOrder.INSTANCE.compare(key, end) < 0).orElse(true);
        } else if (filter instanceof Filter.IndexEquals equal) {
            return equal.value().equals(row.values().get(equal.index()));
        } else if (filter instanceof Filter.UpdatedBefore updated) {
            return row.entry().updatedAt().isBefore(updated.instant());
        }
        return true;
    }

    private static Comparator<Row> comparator(Order order) {
        Comparator<Row> byKey = Comparator.comparing(row -> row.entry().key(), CodePointOrder.INSTANCE);
        Comparator<Row> ascending =
                switch (order.by()) {
                    case KEY -> byKey;
                    case CREATED_AT -> Comparator.comparing((Row row) -> row.entry().createdAt()).thenComparing(byKey);
                    case UPDATED_AT -> Comparator.comparing((Row row) -> row.entry().updatedAt()).thenComparing(byKey);
                };
        return order.descending() ? ascending.reversed() : ascending;
    }

    private static StoredRecord project(Row row, Projection projection) {
        StoredRecord entry = row.entry();
        return entry(
                entry,
                entry.revision(),
                entry.dataVersion(),
                entry.updatedAt(),
                projection.body() ? entry.body() : Optional.empty(),
                projection.content() ? entry.content() : Optional.empty());
    }

    private TreeMap<String, Row> rows(CollectionDefinition c) {
        return tables.get(c.name()).rows();
    }
}
