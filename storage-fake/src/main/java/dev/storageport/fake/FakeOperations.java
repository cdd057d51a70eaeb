// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.UniqueViolationException;
import dev.storageport.port.CodePointOrder;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one transaction, or of one single operation: they read the committed rows with the changes of their own on top,
 * and gather those changes until the commit. The caller sees to it that the committed rows do not change meanwhile.
 */
final class FakeOperations implements RecordOperations {

    private final FakeDatabase database;

    /** New rows by key; {@code null} stands for a deleted one. */
    private final Map<CollectionDefinition, Map<String, @Nullable FakeRow>> changes = new LinkedHashMap<>();

    private final Map<CollectionDefinition, FakeOwners> changedOwners = new HashMap<>();

    FakeOperations(FakeDatabase database) {
        this.database = database;
    }

    Map<CollectionDefinition, Map<String, @Nullable FakeRow>> changes() {
        return changes;
    }

    boolean hasChanges() {
        return changes.values().stream().anyMatch(changed -> !changed.isEmpty());
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        Map<String, StoredRecord> found = new HashMap<>();
        for (String key : keys) {
            FakeRow row = row(collection, key);
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
            FakeRow stored = row(write.collection(), write.key());
            outcomes.add(apply(write, stored));
        }
        return outcomes;
    }

    private WriteOutcome apply(Write write, @Nullable FakeRow stored) {
        if (write instanceof Write.Put put) {
            database.faults().beforePut(put.collection().name());
            return holds(put.precondition(), stored)
                    ? written(put.collection(), FakeRow.put(stored, put))
                    : new WriteOutcome.NotApplied();
        } else if (write instanceof Write.Touch touch && stored != null) {
            return written(touch.collection(), stored.touched(touch.now()));
        } else if (write instanceof Write.Delete delete && stored != null && holds(delete.precondition(), stored)) {
            change(delete.collection(), delete.key(), null);
            return new WriteOutcome.Deleted();
        }
        return new WriteOutcome.NotApplied();
    }

    private static boolean holds(Precondition precondition, @Nullable FakeRow stored) {
        if (precondition instanceof Precondition.Absent) {
            return stored == null;
        } else if (precondition instanceof Precondition.Present) {
            return stored != null;
        } else if (precondition instanceof Precondition.AtRevision expected) {
            return stored != null && stored.full().revision() == expected.revision();
        }
        return true;
    }

    private WriteOutcome written(CollectionDefinition collection, FakeRow row) {
        checkUnique(collection, row);
        change(collection, row.full().key(), row);
        StoredRecord full = row.full();
        return new WriteOutcome.Written(full.revision(), full.createdAt(), full.updatedAt());
    }

    private void change(CollectionDefinition collection, String key, @Nullable FakeRow row) {
        FakeOwners owners = ownersOf(collection);
        owners.remove(changesOf(collection).put(key, row));
        if (row != null) {
            owners.add(database.table(collection).indexes(), row);
        }
    }

    private void checkUnique(CollectionDefinition collection, FakeRow row) {
        for (IndexDefinition index : database.table(collection).indexes()) {
            IndexValue value = row.indexValues().get(index.name());
            if (index.unique() && value != null && isOwnedByAnother(collection, index.name(), value, row)) {
                throw new UniqueViolationException(
                        collection.name(), index.name(), row.full().key(), null);
            }
        }
    }

    private boolean isOwnedByAnother(CollectionDefinition collection, String index, IndexValue value, FakeRow row) {
        String key = row.full().key();
        String changed = ownersOf(collection).of(index, value);
        if (changed != null) {
            return !changed.equals(key);
        }
        String owner = database.table(collection).owners().of(index, value);
        return owner != null && !owner.equals(key) && !changesOf(collection).containsKey(owner);
    }

    private FakeOwners ownersOf(CollectionDefinition collection) {
        return changedOwners.computeIfAbsent(collection, any -> new FakeOwners());
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        List<FakeRow> rows = matching(collection, filter).toList();
        rows.forEach(row -> change(collection, row.full().key(), null));
        return rows.size();
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return matching(collection, filter).count();
    }

    @Override
    public RecordCursor scan(Scan scan) {
        Stream<FakeRow> rows = matching(scan.collection(), scan.filter()).sorted(FakeRow.comparator(scan.order()));
        if (scan.limit().isPresent()) {
            rows = rows.limit(scan.limit().getAsInt());
        }
        return new FakeCursor(rows.toList(), scan.projection());
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        List<FakeRow> rows = matching(collection, new Filter.All()).toList();
        List<Instant> newestFirst = rows.stream()
                .map(row -> row.full().updatedAt())
                .sorted(Comparator.reverseOrder())
                .toList();
        int count = rows.size();
        return new RecordStatistics(
                count,
                rows.stream().mapToLong(FakeRow::bodyBytes).sum(),
                rows.stream()
                        .flatMap(row -> row.full().content().stream())
                        .mapToLong(frame -> frame.rawBytes())
                        .sum(),
                rows.stream()
                        .flatMap(row -> row.full().content().stream())
                        .mapToLong(frame -> frame.bytes().length)
                        .sum(),
                count == 0 ? Optional.empty() : Optional.of(newestFirst.get(count - 1)),
                count == 0 ? Optional.empty() : Optional.of(newestFirst.get(0)),
                count == 0
                        ? List.of()
                        : percentiles.stream()
                                .map(percentile ->
                                        newestFirst.get((int) RecordStatistics.nearestRank(percentile, count) - 1))
                                .toList());
    }

    private @Nullable FakeRow row(CollectionDefinition collection, String key) {
        Map<String, @Nullable FakeRow> changed = changesOf(collection);
        return changed.containsKey(key)
                ? changed.get(key)
                : database.table(collection).rows().get(key);
    }

    private Stream<FakeRow> matching(CollectionDefinition collection, Filter filter) {
        return rows(collection).values().stream().filter(row -> row.matches(filter));
    }

    private NavigableMap<String, FakeRow> rows(CollectionDefinition collection) {
        NavigableMap<String, FakeRow> committed = database.table(collection).rows();
        Map<String, @Nullable FakeRow> changed = changesOf(collection);
        if (changed.isEmpty()) {
            return committed;
        }
        NavigableMap<String, FakeRow> rows = new TreeMap<>(CodePointOrder.INSTANCE);
        rows.putAll(committed);
        changed.forEach((key, row) -> {
            if (row == null) {
                rows.remove(key);
            } else {
                rows.put(key, row);
            }
        });
        return rows;
    }

    private Map<String, @Nullable FakeRow> changesOf(CollectionDefinition collection) {
        return changes.computeIfAbsent(collection, any -> new LinkedHashMap<>());
    }
}
