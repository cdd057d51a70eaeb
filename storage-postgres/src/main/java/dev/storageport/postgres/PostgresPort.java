// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionOperations;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.PostgresTransactions.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One PostgreSQL database. A single statement commits by itself on our own sessions, which are serializable from their start;
 * everything else runs in a transaction.
 */
final class PostgresPort implements StoragePort {

    static final String BACKEND = "postgres";

    private final PostgresConnections connections;
    private final PostgresSession session;
    private final boolean ownSessions;
    private final PostgresDialect dialect = PostgresDialect.POSTGRES;
    private final PostgresTransactions transactions;
    private volatile Map<String, PostgresSql> collections = Map.of();
    private volatile PostgresErrors errors;
    private volatile boolean closed;

    /**
     * Creates the port.
     *
     * @param ownSessions whether connections have their settings from their start, and are nobody else's
     */
    PostgresPort(PostgresConnections connections, PostgresSession session, boolean ownSessions) {
        this.connections = connections;
        this.session = session;
        this.ownSessions = ownSessions;
        this.transactions = new PostgresTransactions(session, ownSessions);
        this.errors = new PostgresErrors(Map.of(), session.statementTimeout());
    }

    @Override
    public String backend() {
        return BACKEND;
    }

    @Override
    public void prepare(Catalog catalog) {
        try {
            connections.open();
            Map<String, PostgresSql> tables = new HashMap<>();
            for (CollectionDefinition collection : catalog.collections()) {
                tables.put(collection.name(), new PostgresSql(session.schema(), collection));
            }
            collections = Map.copyOf(tables);
            errors = new PostgresErrors(uniqueIndexes(catalog), session.statementTimeout());
            inTransaction(Kind.READ_COMMITTED, connection -> {
                new PostgresSchema(connection, session, dialect, errors).prepare(tables.values());
                return tables;
            });
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    private static Map<String, PostgresErrors.UniqueIndex> uniqueIndexes(Catalog catalog) {
        Map<String, PostgresErrors.UniqueIndex> unique = new HashMap<>();
        for (CollectionDefinition collection : catalog.collections()) {
            for (IndexDefinition index : collection.indexes()) {
                if (index.unique()) {
                    unique.put(
                            PostgresSql.uniqueIndexName(collection.name(), index.name()),
                            new PostgresErrors.UniqueIndex(collection.name(), index.name()));
                }
            }
        }
        return unique;
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        return reading(operations -> operations.read(collection, keys, projection));
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        if (writes.isEmpty()) {
            return List.of();
        }
        return PostgresWriter.isOneStatement(writes)
                ? writing(operations -> operations.write(writes))
                : transact(operations -> operations.write(writes));
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        return writing(operations -> operations.delete(collection, filter));
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return reading(operations -> operations.count(collection, filter));
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return reading(operations -> operations.summarize(collection, percentiles));
    }

    private <R> R reading(Function<RecordOperations, R> statement) {
        return ownSessions
                ? bySingleStatement(statement)
                : inTransaction(Kind.SERIALIZABLE_READ_ONLY, c -> statement.apply(operations(c, false)));
    }

    private <R> R writing(Function<RecordOperations, R> statement) {
        return ownSessions ? bySingleStatement(statement) : transact(statement);
    }

    private <R> R bySingleStatement(Function<RecordOperations, R> statement) {
        Connection connection = take();
        try {
            R result = statement.apply(operations(connection, true));
            release(transactions.release(connection));
            return result;
        } catch (RuntimeException | Error failure) {
            release(transactions.release(connection, failure));
            throw failure;
        }
    }

    private PostgresOperations operations(Connection connection, boolean autocommit) {
        return new PostgresOperations(collections, new PostgresStatements(connection, ownSessions), errors, autocommit);
    }

    private Connection take() {
        if (closed) {
            throw new StorageClosedException("the storage in " + connections.where() + " is closed");
        }
        return connections.take();
    }

    /** A connection that broke was rarely alone: after a restart of the server all others are broken too. */
    private void release(boolean works) {
        if (!works) {
            connections.lost();
        }
    }

    @Override
    public <R> R transact(Function<RecordOperations, R> work) {
        return inTransaction(
                Kind.SERIALIZABLE, connection -> TransactionOperations.run(operations(connection, false), work));
    }

    private <R> R inTransaction(Kind kind, Function<Connection, R> work) {
        Connection connection = take();
        try {
            begin(connection, kind);
            R result = work.apply(connection);
            transactions.commit(connection, errors);
            release(transactions.release(connection));
            return result;
        } catch (Throwable failure) {
            // The work may throw checked exceptions past the compiler.
            release(transactions.release(connection, failure));
            throw failure;
        }
    }

    private void begin(Connection connection, Kind kind) {
        try {
            transactions.begin(connection, kind);
        } catch (SQLException error) {
            throw errors.of(error, new PostgresErrors.Attempt("begin of a transaction", null, false));
        }
    }

    @Override
    public RecordCursor scan(Scan scan) {
        Connection connection = take();
        try {
            begin(connection, Kind.SERIALIZABLE_READ_ONLY);
            return operations(connection, false).scan(scan, () -> release(transactions.release(connection)));
        } catch (RuntimeException | Error failure) {
            release(transactions.release(connection, failure));
            throw failure;
        }
    }

    /** Returns the state of the pool, if there is one and it is ours. */
    Optional<PoolStatus> pool() {
        return connections.status();
    }

    @Override
    public Health health(Duration atMost) {
        long start = System.nanoTime();
        try {
            PostgresServerFacts facts =
                    inTransaction(Kind.SERIALIZABLE_READ_ONLY, c -> PostgresServerFacts.of(c, errors));
            return new Health(
                    true,
                    BACKEND,
                    "ok: " + connections.where() + ", isolation " + facts.isolation(),
                    since(start),
                    Optional.of(facts.version()),
                    connections.status());
        } catch (StorageException failure) {
            return new Health(
                    false,
                    BACKEND,
                    String.valueOf(failure.getMessage()),
                    since(start),
                    Optional.empty(),
                    connections.status());
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        closed = true;
        connections.close();
    }
}
