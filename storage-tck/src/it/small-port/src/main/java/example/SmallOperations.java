// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import dev.storageport.SchemaException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Position;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                                stored.current(),
                                stored.bodyBytes())));
            } else if (write instanceof Write.Reindex reindex
                    && stored != null
                    && stored.entry().revision() == reindex.revision()) {
                outcomes.add(store(reindex.collection(), reindexed(stored, reindex)));
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
        return new Row(
                entry,
                values(stored == null ? Map.of() : stored.values(), put.collection(), put.indexValues()),
                Set.copyOf(put.collection().indexes()),
                put.bodyBytes());
    }

    private static Row reindexed(Row stored, Write.Reindex reindex) {
        Set<IndexDefinition> current = new HashSet<>(stored.current());
        current.addAll(reindex.collection().indexes());
        StoredRecord old = stored.entry();
        return new Row(
                reindex.body()
                        .map(body -> entry(
                                old, old.revision(), body.dataVersion(), old.updatedAt(), Optional.of(body.json()), old.content()))
                        .orElse(old),
                values(stored.values(), reindex.collection(), reindex.indexValues()),
                current,
                reindex.body().map(Write.Body::bytes).orElse(stored.bodyBytes()));
    }

    /** Replaces the values of the indexes that the writing program declares. */
    private static Map<IndexDefinition, IndexValue> values(
            Map<IndexDefinition, IndexValue> stored, CollectionDefinition c, Map<String, IndexValue> written) {
        Map<IndexDefinition, IndexValue> values = new HashMap<>(stored);
        for (IndexDefinition index : c.indexes()) {
            values.remove(index);
            Optional.ofNullable(written.get(index.name())).ifPresent(value -> values.put(index, value));
        }
        return values;
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
    public List<ValueCount> countBy(CollectionDefinition c, Filter filter, String index) {
        SmallQueries queries = new SmallQueries(c);
        TreeMap<IndexValue, Long> counts = new TreeMap<>(SmallQueries.VALUES);
        matching(c, filter, new Field.Indexed(index))
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
                .filter(row -> !row.current().contains(c.index(index)))
                .limit(limit)
                .map(row -> project(row, Projection.BODY))
                .toList();
    }

    @Override
    public RecordCursor scan(Scan scan) {
        SmallQueries queries = new SmallQueries(scan.collection());
        TreeMap<Position, Row> found = new TreeMap<>(SmallQueries.comparator(scan.order()));
        matching(scan.collection(), scan.filter(), scan.order().by())
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
                return project(next.getValue(), scan.projection());
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

    private Stream<Row> matching(CollectionDefinition c, Filter filter, Field... beside) {
        SmallQueries queries = new SmallQueries(c);
        queries.checkReady(table(c), Stream.concat(SmallQueries.fields(filter), Stream.of(beside)));
        return rows(c).values().stream().filter(row -> queries.matches(row, filter));
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
        return table(c).rows();
    }

    private Table table(CollectionDefinition c) {
        Table table = tables.get(c.name());
        if (table == null) {
            throw new SchemaException("collection " + c.name() + ": the database does not have it", null);
        }
        return table;
    }
}
