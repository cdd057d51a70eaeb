// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations on one connection. Whoever hands out the connection has begun the transaction, where one is needed. */
final class SqliteOperations implements RecordOperations {

    private final SqliteConnection connection;
    private final SqliteTexts texts;

    SqliteOperations(SqliteConnection connection, SqliteTexts texts) {
        this.connection = connection;
        this.texts = texts;
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        SqliteSql sql = texts.of(collection);
        boolean one = keys.size() == 1;
        try {
            PreparedStatement statement =
                    connection.statement(one ? sql.readOne(projection) : sql.readMany(projection));
            statement.setString(1, one ? keys.iterator().next() : SqliteValues.jsonArray(keys));
            Map<String, StoredRecord> found = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    StoredRecord record = SqliteValues.read(rows, projection);
                    found.put(record.key(), record);
                }
            }
            return found;
        } catch (SQLException failed) {
            throw connection.failed(in(collection, "read"), failed);
        }
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        List<WriteOutcome> outcomes = new ArrayList<>(writes.size());
        SqliteWrites one = new SqliteWrites(connection, texts);
        for (Write write : writes) {
            outcomes.add(one.apply(write));
        }
        return outcomes;
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        try {
            PreparedStatement statement =
                    connection.statement(texts.of(collection).delete(filter));
            SqliteValues.bind(statement, filter);
            return statement.executeLargeUpdate();
        } catch (SQLException failed) {
            throw connection.failed(in(collection, "delete"), failed);
        }
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        try {
            PreparedStatement statement =
                    connection.statement(texts.of(collection).count(filter));
            SqliteValues.bind(statement, filter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException failed) {
            throw connection.failed(in(collection, "count"), failed);
        }
    }

    /** Reads everything at once: what is written afterwards on this connection would otherwise show. */
    @Override
    public RecordCursor scan(Scan scan) {
        return new SqliteListCursor(open(scan, () -> {}));
    }

    /** Opens a cursor that reads as it goes and keeps this connection busy until it is closed. */
    RecordCursor open(Scan scan, Runnable release) {
        String what = in(scan.collection(), "scan");
        try {
            PreparedStatement statement =
                    connection.statement(texts.of(scan.collection()).scan(scan));
            int next = SqliteValues.bind(statement, scan.filter());
            if (scan.limit().isPresent()) {
                statement.setLong(next, scan.limit().getAsInt());
            }
            return new SqliteCursor(what, connection, statement.executeQuery(), scan.projection(), release);
        } catch (SQLException failed) {
            throw connection.failed(what, failed);
        }
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        SqliteSql sql = texts.of(collection);
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
                        count == 0 ? Optional.empty() : Optional.of(SqliteValues.instant(records.getLong(3))),
                        count == 0 ? Optional.empty() : Optional.of(SqliteValues.instant(records.getLong(4))),
                        updatedAtPercentiles(sql, count, percentiles));
            }
        } catch (SQLException failed) {
            throw connection.failed(in(collection, "summarize"), failed);
        }
    }

    private List<Instant> updatedAtPercentiles(SqliteSql sql, long records, List<Integer> percentiles)
            throws SQLException {
        List<Instant> times = new ArrayList<>();
        for (int percentile : records == 0 ? List.<Integer>of() : percentiles) {
            PreparedStatement statement = connection.statement(sql.updatedAtAtRank);
            statement.setLong(1, RecordStatistics.nearestRank(percentile, records));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                times.add(SqliteValues.instant(row.getLong(1)));
            }
        }
        return times;
    }

    private static String in(CollectionDefinition collection, String operation) {
        return "collection " + collection.name() + ": " + operation;
    }
}
