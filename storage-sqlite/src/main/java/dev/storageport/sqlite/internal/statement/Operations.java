// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.schema.Schema;
import dev.storageport.sqlite.internal.schema.StoredIndex;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The operations on one connection. Whoever hands out the connection has begun the transaction, where one is needed. */
public final class Operations implements RecordOperations {

    private final DatabaseConnection connection;
    private final CollectionStatements collections;

    public Operations(DatabaseConnection connection, CollectionStatements collections) {
        this.connection = connection;
        this.collections = collections;
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        CollectionSql sql = collections.of(collection);
        boolean one = keys.size() == 1;
        try {
            PreparedStatement statement =
                    connection.statement(one ? sql.readOne(projection) : sql.readMany(projection));
            statement.setString(1, one ? keys.iterator().next() : Values.jsonArray(keys));
            Map<String, StoredRecord> found = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    StoredRecord record = Values.read(rows, projection);
                    found.put(record.key(), record);
                }
            }
            return found;
        } catch (SQLException failed) {
            throw connection.failed(collection.place(), failed);
        }
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        List<WriteOutcome> outcomes = new ArrayList<>(writes.size());
        WriteExecutor one = new WriteExecutor(connection, collections);
        while (outcomes.size() < writes.size()) {
            Write write = writes.get(outcomes.size());
            if (!(write instanceof Write.Delete)) {
                connection.checkGrowth(write.collection().place());
            }
            List<Write.Put> puts =
                    write.collection().hasUniqueIndex() ? List.of() : PutBatch.beginning(writes, outcomes.size());
            if (puts.isEmpty()) {
                outcomes.add(one.apply(write));
            } else {
                outcomes.addAll(together(write.collection(), puts));
            }
        }
        return outcomes;
    }

    private List<WriteOutcome> together(CollectionDefinition collection, List<Write.Put> puts) {
        try {
            return new PutBatch(connection, collections.of(collection)).apply(puts);
        } catch (SQLException failed) {
            throw connection.failed(collection.place(), failed);
        }
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        CollectionSql sql = collections.of(collection);
        try {
            Readiness.require(connection, sql, filter.indexes()).close(); // the transaction around this keeps it true
            Query query = new Query().add("DELETE").add(sql.from());
            new Conditions(sql).where(query, filter);
            return query.prepared(connection).executeLargeUpdate();
        } catch (SQLException failed) {
            throw connection.failed(collection.place(), failed);
        }
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        CollectionSql sql = collections.of(collection);
        try {
            Query query = new Query().add("SELECT count(*)").add(sql.from());
            new Conditions(sql).where(query, filter);
            Readiness ready = Readiness.require(connection, sql, filter.indexes());
            try (ResultSet row = query.prepared(connection).executeQuery()) {
                row.next();
                return row.getLong(1);
            } finally {
                ready.close();
            }
        } catch (SQLException failed) {
            throw connection.failed(collection.place(), failed);
        }
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        CollectionSql sql = collections.of(collection);
        StoredIndex counted = sql.index(index);
        try {
            Set<String> used = new LinkedHashSet<>(filter.indexes());
            used.add(index);
            Query query = CountSql.query(sql, filter, counted);
            List<ValueCount> counts = new ArrayList<>();
            Readiness ready = Readiness.require(connection, sql, used);
            try (ResultSet rows = query.prepared(connection).executeQuery()) {
                while (rows.next()) {
                    IndexValue value =
                            Values.value(rows, 1, counted.definition().type()).orElseThrow();
                    counts.add(new ValueCount(value, rows.getLong(2)));
                }
            } finally {
                ready.close();
            }
            return counts;
        } catch (SQLException failed) {
            throw connection.failed(collection.place(), failed);
        }
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        CollectionSql sql = collections.of(collection);
        try {
            PreparedStatement statement = connection.statement(sql.stale(sql.index(index)));
            statement.setString(1, after.orElse("")); // no key is empty
            statement.setLong(2, limit);
            List<StoredRecord> records = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    records.add(Values.read(rows, Projection.BODY));
                }
            }
            return records;
        } catch (SQLException failed) {
            throw connection.failed(collection.place(), failed);
        }
    }

    /** Returns the collection with those of its indexes with values in which a record is stale, or which the database lacks. */
    public CollectionDefinition incomplete(CollectionDefinition collection) {
        List<StoredIndex> held = collections.of(collection).indexes();
        try {
            List<IndexDefinition> current = new ArrayList<>();
            Set<StoredIndex> stale = Schema.stale(connection, collection.name(), held);
            held.stream().filter(index -> !stale.contains(index)).forEach(index -> current.add(index.definition()));
            return new CollectionDefinition(
                    collection.name(),
                    collection.valueIndexes().stream()
                            .filter(index -> !current.contains(index))
                            .toList());
        } catch (SQLException failed) {
            throw connection.failed(collection.place(), failed);
        }
    }

    /** Reads everything at once: what is written afterwards on this connection would otherwise show. */
    @Override
    public RecordCursor scan(Scan scan) {
        return new ListCursor(open(scan, () -> {}));
    }

    /** Opens a cursor that reads as it goes and keeps this connection busy until it is closed. */
    public RecordCursor open(Scan scan, Runnable release) {
        String place = scan.collection().place();
        CollectionSql collection = collections.of(scan.collection());
        try {
            Readiness ready = Readiness.require(connection, collection, scan.indexes());
            try {
                return new Cursor(place, connection, collection, scan, ready, release);
            } catch (SQLException | RuntimeException | Error failed) {
                ready.close();
                throw failed;
            }
        } catch (SQLException failed) {
            throw connection.failed(place, failed);
        }
    }

    @Override
    public List<String> explain(Scan scan) {
        List<String> lines = new ArrayList<>();
        try {
            for (Query query : ScanSql.queries(collections.of(scan.collection()), scan)) {
                try (ResultSet steps = new Query()
                        .add("EXPLAIN QUERY PLAN ")
                        .add(query)
                        .prepared(connection, scan.limit())
                        .executeQuery()) {
                    while (steps.next()) {
                        lines.add(steps.getString(4));
                    }
                }
            }
        } catch (SQLException failed) {
            throw connection.failed(scan.collection().place(), failed);
        }
        return lines;
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        CollectionSql sql = collections.of(collection);
        try (ResultSet content = connection.statement(sql.summarizeContent).executeQuery()) {
            content.next();
            long raw = content.getLong(1);
            long stored = content.getLong(2);
            try (ResultSet records = connection.statement(sql.summarizeRecords).executeQuery()) {
                records.next();
                long count = records.getLong(1);
                return new RecordStatistics(
                        count,
                        records.getLong(2),
                        raw,
                        stored,
                        count == 0 ? Optional.empty() : Optional.of(Values.instant(records.getLong(3))),
                        count == 0 ? Optional.empty() : Optional.of(Values.instant(records.getLong(4))),
                        updatedAtPercentiles(sql, count, percentiles));
            }
        } catch (SQLException failed) {
            throw connection.failed(collection.place(), failed);
        }
    }

    /** Goes through the times once, however many percentiles are asked for: without an index on them they are sorted for it. */
    private List<Instant> updatedAtPercentiles(CollectionSql sql, long records, List<Integer> percentiles)
            throws SQLException {
        if (records == 0 || percentiles.isEmpty()) {
            return List.of();
        }
        Map<Long, Instant> byRank = new TreeMap<>();
        percentiles.forEach(percentile -> byRank.put(RecordStatistics.nearestRank(percentile, records), Instant.MIN));
        try (ResultSet row = connection.statement(sql.updatedAtNewestFirst).executeQuery()) {
            long rank = 0;
            for (Map.Entry<Long, Instant> wanted : byRank.entrySet()) {
                for (; rank < wanted.getKey(); rank++) {
                    row.next();
                }
                wanted.setValue(Values.instant(row.getLong(1)));
            }
        }
        return percentiles.stream()
                .map(percentile -> byRank.getOrDefault(RecordStatistics.nearestRank(percentile, records), Instant.MIN))
                .toList();
    }
}
