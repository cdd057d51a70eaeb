// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import dev.storageport.postgres.internal.connection.Errors;
import dev.storageport.postgres.internal.connection.TransactionControl.Kind;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.statement.CollectionSql;
import dev.storageport.postgres.internal.statement.Operations;
import dev.storageport.postgres.internal.statement.Statements;
import dev.storageport.postgres.internal.statement.Statements.Shape;
import dev.storageport.postgres.internal.statement.WriteBatch;
import dev.storageport.postgres.internal.statement.WriteExecutor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs operations of single documents, each in a statement of its own, or those of several callers in one. That one runs on the thread of
 * one of them, whose interrupt is none of the others' business: it stays noted until the statement is done.
 */
public final class SingleStatements implements SingleOperations {

    /** Locks that a write would wait for, of a table or its indexes. */
    private static final String TABLE_LOCK = "WITH t AS (SELECT ?::regclass::oid AS relation)"
            + " SELECT EXISTS (SELECT 1 FROM pg_locks AS l WHERE l.locktype = 'relation' AND l.mode IN ('ShareLock',"
            + " 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')"
            + " AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())"
            + " AND (l.relation IN (SELECT relation FROM t) OR l.relation IN"
            + " (SELECT i.indexrelid FROM pg_index AS i WHERE i.indrelid IN (SELECT relation FROM t))))";

    private final ConnectionExecutor executor;
    private final Supplier<Map<String, CollectionSql>> collections;
    private final AtomicInteger waiting = new AtomicInteger();

    public SingleStatements(ConnectionExecutor executor, Supplier<Map<String, CollectionSql>> collections) {
        this.executor = executor;
        this.collections = collections;
    }

    @Override
    public Map<String, StoredRecord> read(Read read) {
        return executor.inTransaction(
                Kind.SERIALIZABLE_READ_ONLY,
                connection -> operations(connection, false, true)
                        .read(read.collection(), Set.of(read.key()), read.projection()));
    }

    /** Reads documents by key for several callers, each for whoever wants it. */
    Map<String, StoredRecord> read(int callers, Read first, Set<String> keys, Shape shape) {
        return run(
                callers,
                first.collection(),
                () -> executor.byReading(connection -> operations(connection, true, !executor.ownSessions())
                        .read(first.collection(), keys, first.projection(), shape)));
    }

    /** Returns those of one statement, which commits its transaction with it if it does not commit by itself. */
    private Operations operations(Connection connection, boolean autocommit, boolean last) {
        Statements statements = new Statements(connection, executor.ownSessions(), last);
        return new Operations(collections.get(), statements, executor.errors(), autocommit);
    }

    @Override
    public WriteOutcome write(Write write) {
        Map<String, WriteOutcome> applied =
                patiently(connection -> write(connection, executor.ownSessions(), WriteBatch.single(write)));
        return WriteExecutor.outcome(applied, write);
    }

    /**
     * Applies a batch for several callers.
     *
     * @param longestWait how long it waits for each lock
     * @return the outcomes, by key, of what was applied
     */
    Map<String, WriteOutcome> write(int callers, WriteBatch batch, Duration longestWait) {
        return run(
                callers,
                batch.collection(),
                () -> executor.byWriting(longestWait, connection -> write(connection, executor.ownSessions(), batch)));
    }

    /** Returns whether somebody has locked the collection as a whole, or waits to do so, which new statements then wait behind. */
    boolean isLocked(CollectionDefinition collection) {
        return executor.byReading(connection -> {
            StoredCollection table =
                    CollectionSql.of(collection, collections.get()).table();
            try (PreparedStatement statement = statements(connection).prepare(TABLE_LOCK)) {
                statement.setString(1, table.documents());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            } catch (SQLException error) {
                throw executor.errors().of(error, Errors.Attempt.read(collection, null));
            }
        });
    }

    private <R> R patiently(Function<Connection, R> statement) {
        return executor.ownSessions()
                ? executor.bySingleStatement(statement)
                : executor.inTransaction(Kind.SERIALIZABLE, statement);
    }

    private Map<String, WriteOutcome> write(Connection connection, boolean autocommit, WriteBatch batch) {
        return new WriteExecutor(collections.get(), statements(connection), executor.errors(), autocommit).write(batch);
    }

    private Statements statements(Connection connection) {
        return new Statements(connection, executor.ownSessions());
    }

    private <R> R run(int callers, CollectionDefinition collection, Supplier<R> statement) {
        if (callers == 1) {
            return statement.get();
        }
        waiting.addAndGet(callers - 1);
        try {
            return throughout(collection, statement);
        } finally {
            waiting.addAndGet(1 - callers);
        }
    }

    /** Runs a statement again that an interrupt of this thread has kept from beginning. */
    private static <R> R throughout(CollectionDefinition collection, Supplier<R> statement) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return statement.get();
                } catch (StorageInterruptedException mine) {
                    interrupted = true;
                    if (mine.outcomeUnknown()) {
                        throw new StorageUnavailableException(
                                collection.place() + ": the connection was lost", true, mine.getCause());
                    }
                    Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Nobody has a turn here. */
    @Override
    public Duration longestTurn() {
        return Duration.ZERO;
    }

    /** Returns how many callers wait for a statement that somebody else runs for them. */
    @Override
    public int waiting() {
        return waiting.get();
    }

    /** Nobody waits here for a turn. */
    @Override
    public void close() {}
}
