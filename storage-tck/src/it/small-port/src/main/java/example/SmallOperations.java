// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import dev.storageport.SchemaException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordChange;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import example.SmallDatabase.Row;
import example.SmallDatabase.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The operations on one state of the database, which the caller owns or does not change, as long as {@code open} throws nothing. */
record SmallOperations(Map<String, Table> tables, Runnable open) implements RecordOperations {

    @Override
    public Map<String, StoredRecord> read(CollectionDefinition c, Collection<String> keys, Projection projection) {
        Map<String, StoredRecord> found = new HashMap<>();
        for (String key : keys) {
            Row row = rows(c).get(key);
            if (row != null) {
                found.put(key, row.read(projection));
            }
        }
        return found;
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        List<WriteOutcome> outcomes = new ArrayList<>();
        for (Write write : writes) {
            requireIndexes(write.collection());
            Row stored = rows(write.collection()).get(write.key());
            RecordChange change = RecordChange.of(write, stored == null ? null : stored.entry());
            if (change.outcome() instanceof WriteOutcome.Deleted) {
                rows(write.collection()).remove(write.key());
            } else if (change.outcome() instanceof WriteOutcome.Written) {
                store(write.collection(), written(write, stored, change.record()));
            }
            outcomes.add(change.outcome());
        }
        return outcomes;
    }

    private static Row written(Write write, Row stored, StoredRecord entry) {
        return new Row(
                entry,
                RecordChange.indexValues(write, stored == null ? Map.of() : stored.values()),
                RecordChange.upToDate(write, stored == null ? Set.of() : stored.upToDate()),
                entry.body().orElseThrow().getBytes(StandardCharsets.UTF_8).length);
    }

    private void requireIndexes(CollectionDefinition c) {
        for (IndexDefinition index : c.indexes()) {
            if (!table(c).indexes().contains(index)) {
                throw SchemaException.missing(c.place() + ", index " + index.name(), null);
            }
        }
    }

    private void store(CollectionDefinition c, Row row) {
        String key = row.entry().key();
        for (IndexDefinition index : table(c).indexes()) {
            Object value = row.values().get(index);
            if (index.unique()
                    && value != null
                    && rows(c).values().stream()
                            .anyMatch(other -> !other.entry().key().equals(key)
                                    && value.equals(other.values().get(index)))) {
                throw new UniqueViolationException(c.name(), index.name(), key, null);
            }
        }
        rows(c).put(key, row);
    }

    @Override
    public long delete(CollectionDefinition c, Filter filter) {
        List<String> keys = matching(c, filter, filter.indexes().stream()).map(row -> row.entry().key()).toList();
        keys.forEach(rows(c)::remove);
        return keys.size();
    }

    @Override
    public long count(CollectionDefinition c, Filter filter) {
        return matching(c, filter, filter.indexes().stream()).count();
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition c, Filter filter, String index) {
        SmallQueries queries = new SmallQueries(c);
        TreeMap<IndexValue, Long> counts = new TreeMap<>(SmallQueries.VALUES);
        matching(c, filter, Stream.concat(filter.indexes().stream(), Stream.of(index)))
                .flatMap(row -> queries.values(row, new Field.Indexed(index)))
                .forEach(value -> counts.merge(value, 1L, Long::sum));
        return counts.entrySet().stream()
                .map(count -> new ValueCount(count.getKey(), count.getValue()))
                .toList();
    }

    @Override
    public List<String> explain(Scan scan) {
        return List.of("every record is looked at");
    }

    @Override
    public List<StoredRecord> staleRecords(CollectionDefinition c, String index, Optional<String> after, int limit) {
        return after.map(key -> rows(c).tailMap(key, false)).orElse(rows(c)).values().stream()
                .filter(row -> !row.upToDate().contains(c.index(index)))
                .limit(limit)
                .map(row -> row.read(Projection.BODY))
                .toList();
    }

    @Override
    public RecordCursor scan(Scan scan) {
        SmallQueries queries = new SmallQueries(scan.collection());
        TreeMap<Position, Row> found = new TreeMap<>(SmallQueries.comparator(scan.order()));
        matching(scan.collection(), scan.filter(), scan.indexes().stream())
                .forEach(row -> found.put(queries.position(row, scan.order()), row));
        Iterator<Map.Entry<Position, Row>> rest =
                scan.after().map(after -> found.tailMap(after, false)).orElse(found).entrySet().stream()
                        .limit(scan.limit().orElse(Integer.MAX_VALUE))
                        .iterator();
        return new RecordCursor() {

            private Position last;

            @Override
            public boolean hasNext() {
                return rest.hasNext();
            }

            @Override
            public StoredRecord next() {
                Map.Entry<Position, Row> next = rest.next();
                last = next.getKey();
                return next.getValue().read(scan.projection());
            }

            @Override
            public Position position() {
                if (last == null) {
                    throw new IllegalStateException("no record was returned yet");
                }
                return last;
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

    private Stream<Row> matching(CollectionDefinition c, Filter filter, Stream<String> used) {
        SmallQueries queries = new SmallQueries(c);
        queries.checkReady(table(c), used);
        return rows(c).values().stream().filter(row -> queries.matches(row, filter));
    }

    private TreeMap<String, Row> rows(CollectionDefinition c) {
        return table(c).rows();
    }

    private Table table(CollectionDefinition c) {
        open.run();
        Table table = tables.get(c.name());
        if (table == null) {
            throw SchemaException.missing(c.place(), null);
        }
        return table;
    }
}
