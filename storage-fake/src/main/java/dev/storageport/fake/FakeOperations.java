// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.IndexNotReadyException;
import dev.storageport.SchemaException;
import dev.storageport.UniqueViolationException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Field;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.IndexValueBytes;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one transaction, or of one single operation: they read the committed rows with the changes of their own on top,
 * and gather those changes until the commit. The caller sees to it that the committed rows do not change meanwhile.
 */
final class FakeOperations implements RecordOperations {

    private final FakeChanges changes;
    private final FakeFaults faults;

    FakeOperations(FakeDatabase database) {
        this.changes = new FakeChanges(database);
        this.faults = database.faults();
    }

    FakeChanges changes() {
        return changes;
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        Map<String, StoredRecord> found = new HashMap<>();
        for (String key : keys) {
            FakeRow row = changes.row(collection.name(), key);
            if (row != null) {
                found.put(key, row.read(projection));
            }
        }
        return found;
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        List<WriteOutcome> outcomes = new ArrayList<>(writes.size());
        for (Write write : writes) {
            FakeRow stored = changes.row(write.collection().name(), write.key());
            outcomes.add(apply(write, stored));
        }
        return outcomes;
    }

    private WriteOutcome apply(Write write, @Nullable FakeRow stored) {
        if (write instanceof Write.Put) {
            faults.beforePut(write.collection().name());
        }
        RecordChange change = RecordChange.of(write, stored == null ? null : stored.full());
        if (change.outcome() instanceof WriteOutcome.Deleted) {
            changes.delete(write.collection().name(), write.key());
        } else if (change.outcome() instanceof WriteOutcome.Written) {
            StoredRecord written = Objects.requireNonNull(change.record());
            put(write.collection(), FakeRow.after(write, stored, written));
        }
        return change.outcome();
    }

    private void put(CollectionDefinition collection, FakeRow row) {
        checkExist(collection, collection.indexes());
        for (IndexDefinition index : changes.indexes(collection.name())) {
            IndexValue value = row.indexValues().get(index);
            if (index.unique() && value != null && changes.isOwnedByAnother(collection.name(), index, value, row)) {
                throw new UniqueViolationException(collection.name(), index.name(), row.key(), null);
            }
        }
        changes.put(collection.name(), row);
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        List<FakeRow> rows = matching(collection, filter, filter.indexes()).toList();
        rows.forEach(row -> changes.delete(collection.name(), row.key()));
        return rows.size();
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return matching(collection, filter, filter.indexes()).count();
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        FakeFields fields = new FakeFields(collection);
        Field counted = new Field.Indexed(index);
        NavigableMap<IndexValue, Long> counts = new TreeMap<>(IndexValueBytes.ORDER);
        Set<String> used = new LinkedHashSet<>(filter.indexes());
        used.add(index);
        matching(collection, filter, used)
                .flatMap(row -> fields.values(row, counted).stream())
                .forEach(value -> counts.merge(value, 1L, Long::sum));
        return counts.entrySet().stream()
                .map(count -> new ValueCount(count.getKey(), count.getValue()))
                .toList();
    }

    @Override
    public RecordCursor scan(Scan scan) {
        FakeFields fields = new FakeFields(scan.collection());
        FakeOrder order = new FakeOrder(fields, scan.order());
        Comparator<FakeOrder.Placed> comparator = Comparator.comparing(FakeOrder.Placed::position, order.comparator());
        Stream<FakeOrder.Placed> rows = matching(scan.collection(), scan.filter(), scan.indexes())
                .map(order::place)
                .filter(placed -> scan.after()
                        .filter(after -> order.comparator().compare(placed.position(), after) <= 0)
                        .isEmpty())
                .sorted(comparator);
        if (scan.limit().isPresent()) {
            rows = rows.limit(scan.limit().getAsInt());
        }
        return new FakeCursor(rows.toList(), scan.projection());
    }

    @Override
    public List<String> explain(Scan scan) {
        return List.of("look at every row of " + scan.collection().name() + ", sort those that match");
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return FakeStatistics.of(List.copyOf(changes.rows(collection.name()).values()), percentiles);
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        IndexDefinition definition = collection.index(index);
        checkExist(collection, List.of(definition));
        NavigableMap<String, FakeRow> rows = changes.rows(collection.name());
        return after.map(key -> rows.tailMap(key, false)).orElse(rows).values().stream()
                .filter(row -> !row.upToDate().contains(definition))
                .limit(limit)
                .map(row -> row.read(Projection.BODY))
                .toList();
    }

    /** Returns the rows that match, provided that every index the caller uses can tell. */
    private Stream<FakeRow> matching(CollectionDefinition collection, Filter filter, Set<String> indexes) {
        FakeFields fields = new FakeFields(collection);
        List<IndexDefinition> used = indexes.stream().map(collection::index).toList();
        checkExist(collection, used);
        Collection<FakeRow> rows = changes.rows(collection.name()).values();
        for (IndexDefinition index : used) {
            if (rows.stream().anyMatch(row -> !row.upToDate().contains(index))) {
                throw new IndexNotReadyException(collection.name(), index.name());
            }
        }
        return rows.stream().filter(FakeMatcher.of(fields, filter));
    }

    /** Refuses the use of indexes that another program dropped, or that this one never had created. */
    private void checkExist(CollectionDefinition collection, List<IndexDefinition> used) {
        for (IndexDefinition index : used) {
            if (!changes.indexes(collection.name()).contains(index)) {
                throw SchemaException.missing(collection.place() + ", index " + index.name(), null);
            }
        }
    }
}
