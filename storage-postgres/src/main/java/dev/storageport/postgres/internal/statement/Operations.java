// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.StorageException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.internal.cluster.UnconfirmedCommit;
import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.schema.StoredIndex;
import dev.storageport.postgres.internal.statement.Statements.Shape;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations on one connection, the same inside and outside a transaction. */
public final class Operations implements RecordOperations {

    /**
     * Taken off each percentile's fraction, because the server multiplies it with the number of rows in floating point and rounds
     * up: 0.07 of 100 rows would be 8. Far above that error, and far below one row of ten thousand million.
     */
    private static final double BELOW = 1e-12;

    private final Map<String, CollectionSql> collections;
    private final Statements statements;
    private final Errors errors;
    private final boolean autocommit;
    private final WriteExecutor writer;

    /**
     * Creates the operations.
     *
     * @param autocommit whether each statement commits by itself, so that a lost answer leaves a write's outcome open
     */
    public Operations(
            Map<String, CollectionSql> collections, Statements statements, Errors errors, boolean autocommit) {
        this.collections = collections;
        this.statements = statements;
        this.errors = errors;
        this.autocommit = autocommit;
        this.writer = new WriteExecutor(collections, statements, errors, autocommit);
    }

    private CollectionSql sql(CollectionDefinition collection) {
        return CollectionSql.of(collection, collections);
    }

    private StorageException readFailed(SQLException error, CollectionDefinition collection, @Nullable String key) {
        return errors.of(error, Errors.Attempt.read(collection, key));
    }

    private StorageException indexReadFailed(SQLException error, CollectionDefinition collection, String index) {
        return errors.of(error, Errors.Attempt.readOfIndex(collection, index));
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        return keys.isEmpty()
                ? Map.of()
                : read(collection, keys, projection, keys.size() == 1 ? Shape.SINGLE : Shape.ARRAYS);
    }

    /** Reads records in a statement of the given shape. */
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection, Shape shape) {
        ReadSql sql = sql(collection).reads();
        boolean single = shape == Shape.SINGLE;
        try (PreparedStatement statement =
                statements.prepare(single ? sql.readOne(projection) : sql.readMany(projection))) {
            if (single) {
                statement.setString(1, keys.iterator().next());
            } else {
                statements.setTexts(statement, 1, keys.toArray(String[]::new));
            }
            return records(statement, projection, keys.size());
        } catch (SQLException error) {
            throw readFailed(
                    error, collection, keys.size() == 1 ? keys.iterator().next() : null);
        }
    }

    private Map<String, StoredRecord> records(PreparedStatement statement, Projection projection, int atMost)
            throws SQLException {
        try (ResultSet rows = statements.query(statement)) {
            Map<String, StoredRecord> records = new HashMap<>(atMost * 2);
            while (rows.next()) {
                StoredRecord record = Values.record(rows, projection);
                records.put(record.key(), record);
            }
            return records;
        }
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return writer.write(writes);
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        CollectionSql sql = sql(collection);
        Set<StoredIndex> columns = sql.table().indexes(filter.indexes());
        try {
            if (columns.isEmpty()) {
                try (PreparedStatement statement =
                        sql.queries().deleteWithoutIndex(filter).prepare(statements)) {
                    long deleted = statement.executeLargeUpdate();
                    UnconfirmedCommit.refuse(statement.getWarnings());
                    return deleted;
                }
            }
            return counted(sql.queries().delete(filter), sql, columns);
        } catch (SQLException error) {
            throw errors.of(error, Errors.Attempt.write(collection, null, autocommit));
        }
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        CollectionSql sql = sql(collection);
        try {
            return counted(sql.queries().count(filter), sql, sql.table().indexes(filter.indexes()));
        } catch (SQLException error) {
            throw readFailed(error, collection, null);
        }
    }

    private long counted(Query query, CollectionSql sql, Set<StoredIndex> columns) throws SQLException {
        try (PreparedStatement statement = query.prepare(statements);
                ResultSet row = statements.query(statement)) {
            row.next();
            ReadableIndexes.require(row, 2, sql.table(), columns);
            UnconfirmedCommit.refuse(statement.getWarnings()); // of a delete, which may have committed
            return row.getLong(1);
        }
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        CollectionSql sql = sql(collection);
        StoredIndex storedIndex = sql.table().index(index);
        Set<StoredIndex> columns = new HashSet<>(sql.table().indexes(filter.indexes()));
        columns.add(storedIndex);
        try (PreparedStatement statement = sql.queries().countBy(filter, index).prepare(statements);
                ResultSet rows = statements.query(statement)) {
            List<ValueCount> counts = new ArrayList<>();
            while (rows.next()) {
                ReadableIndexes.require(rows, 1, sql.table(), columns);
                long records = rows.getLong(3);
                Values.value(rows, 2, storedIndex.definition().type())
                        .ifPresent(value -> counts.add(new ValueCount(value, records)));
            }
            return counts;
        } catch (SQLException error) {
            throw indexReadFailed(error, collection, index);
        }
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        try (PreparedStatement statement =
                        sql(collection).queries().stale(index, after, limit).prepare(statements);
                ResultSet rows = statements.query(statement)) {
            List<StoredRecord> records = new ArrayList<>();
            while (rows.next()) {
                records.add(Values.record(rows, Projection.BODY));
            }
            return records;
        } catch (SQLException error) {
            throw indexReadFailed(error, collection, index);
        }
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return scan(scan, ConnectionExecutor.Ending.NONE);
    }

    /** Opens a cursor that gives its connection back when it is closed, not if opening fails. */
    public Cursor scan(Scan scan, ConnectionExecutor.Ending ending) {
        return Cursor.open(
                statements,
                sql(scan.collection()),
                scan,
                failure -> readFailed(failure, scan.collection(), null),
                ending);
    }

    /**
     * Reads a scan that {@link Page#fits} in one request.
     *
     * @param asking whether to ask if the indexes are ready also where no record tells
     * @return nothing if there is no record to tell whether the indexes are ready, and nobody has asked
     */
    public Optional<RecordCursor> page(Scan scan, boolean asking) {
        try {
            return Page.read(statements, sql(scan.collection()), scan, asking);
        } catch (SQLException error) {
            throw readFailed(error, scan.collection(), null);
        }
    }

    @Override
    public List<String> explain(Scan scan) {
        try (PreparedStatement statement = new Query()
                        .add("EXPLAIN (COSTS OFF) ")
                        .add(sql(scan.collection()).queries().scans().scan(scan))
                        .prepare(statements);
                ResultSet rows = statements.query(statement)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        } catch (SQLException error) {
            throw readFailed(error, scan.collection(), null);
        }
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        try (PreparedStatement statement =
                statements.prepare(sql(collection).reads().summarize())) {
            Double[] fractions = percentiles.stream()
                    .map(percentile -> percentile / 100.0 - BELOW)
                    .toArray(Double[]::new);
            statement.setArray(1, statements.connection().createArrayOf("float8", fractions));
            try (ResultSet rows = statements.query(statement)) {
                rows.next();
                return statistics(rows);
            }
        } catch (SQLException error) {
            throw readFailed(error, collection, null);
        }
    }

    private static RecordStatistics statistics(ResultSet row) throws SQLException {
        return new RecordStatistics(
                row.getLong(1),
                row.getLong(2),
                row.getLong(6),
                row.getLong(7),
                optionalInstant(row, 3),
                optionalInstant(row, 4),
                instants(row.getArray(5)));
    }

    private static Optional<Instant> optionalInstant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static List<Instant> instants(@Nullable Array array) throws SQLException {
        List<Instant> instants = new ArrayList<>();
        if (array != null) {
            try (ResultSet elements = array.getResultSet()) {
                while (elements.next()) {
                    optionalInstant(elements, 2).ifPresent(instants::add);
                }
            }
        }
        return instants;
    }
}
