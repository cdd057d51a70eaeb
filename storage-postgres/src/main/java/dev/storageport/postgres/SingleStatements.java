// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.StoredRecord;
import dev.storageport.postgres.Combining.Read;
import dev.storageport.postgres.TransactionControl.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements for several callers on the thread of one of them, whose interrupt is none of the others' business: it stays noted
 * until the statement is done.
 */
final class SingleStatements {

    private final ConnectionExecutor executor;
    private final Supplier<Map<String, CollectionSql>> collections;
    private final AtomicInteger waiting = new AtomicInteger();

    SingleStatements(ConnectionExecutor executor, Supplier<Map<String, CollectionSql>> collections) {
        this.executor = executor;
        this.collections = collections;
    }

    /** Writes in one statement. */
    @FunctionalInterface
    interface Work<R> {
        R run(WriteExecutor writer) throws SQLException;
    }

    /**
     * Writes and commits.
     *
     * @param callers how many wait for it
     * @param key the document if it is a single one, for messages
     */
    <R> R write(int callers, String doing, @Nullable String key, Work<R> work) {
        return run(
                callers,
                doing,
                () -> executor.ownSessions()
                        ? executor.bySingleStatement(connection -> write(connection, doing, key, true, work))
                        : executor.inTransaction(
                                Kind.SERIALIZABLE, connection -> write(connection, doing, key, false, work)));
    }

    private <R> R write(Connection connection, String doing, @Nullable String key, boolean autocommit, Work<R> work) {
        try {
            return work.run(new WriteExecutor(collections.get(), statements(connection)));
        } catch (SQLException error) {
            throw executor.errors().of(error, new Errors.Attempt(doing, key, autocommit));
        }
    }

    /** Reads documents by key, each for whoever wants it. */
    Map<String, StoredRecord> read(int callers, Read first, Set<String> keys) {
        return run(
                callers,
                "read of collection " + first.collection().name(),
                () -> executor.byReading(connection -> read(connection, first, keys)));
    }

    private Map<String, StoredRecord> read(Connection connection, Read first, Set<String> keys) {
        return new Operations(collections.get(), statements(connection), executor.errors(), true)
                .read(first.collection(), keys, first.projection());
    }

    private Statements statements(Connection connection) {
        return new Statements(connection, executor.ownSessions());
    }

    private <R> R run(int callers, String doing, Supplier<R> statement) {
        if (callers == 1) {
            return statement.get();
        }
        waiting.addAndGet(callers - 1);
        try {
            return throughout(doing, statement);
        } finally {
            waiting.addAndGet(1 - callers);
        }
    }

    /** Runs a statement again that an interrupt of this thread has kept from beginning. */
    private static <R> R throughout(String doing, Supplier<R> statement) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return statement.get();
                } catch (StorageInterruptedException mine) {
                    interrupted = true;
                    if (mine.outcomeUnknown()) {
                        throw new StorageUnavailableException(
                                doing + ": the connection was lost", true, mine.getCause());
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

    /** Returns how many callers wait for a statement that somebody else runs for them. */
    int waiting() {
        return waiting.get();
    }
}
