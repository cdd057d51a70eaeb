// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.StoredRecord;
import dev.storageport.postgres.PostgresCombining.Read;
import dev.storageport.postgres.PostgresTransactions.Kind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements for several callers on the thread of one of them, whose interrupt is none of the others' business: it stays noted
 * until the statement is done. A virtual thread that is interrupted loses the connection it works on, so for one of those the
 * statement runs on a thread of its own.
 */
final class PostgresTogether {

    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    private final PostgresRunner runner;
    private final Supplier<Map<String, PostgresSql>> collections;
    private final AtomicInteger waiting = new AtomicInteger();
    private @Nullable ExecutorService threads;
    private boolean closed;

    PostgresTogether(PostgresRunner runner, Supplier<Map<String, PostgresSql>> collections) {
        this.runner = runner;
        this.collections = collections;
    }

    /** Writes in one statement. */
    @FunctionalInterface
    interface Work<R> {
        R run(PostgresWriter writer) throws SQLException;
    }

    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException before21) {
            return null;
        }
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
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
                () -> runner.ownSessions()
                        ? runner.bySingleStatement(connection -> write(connection, doing, key, true, work))
                        : runner.inTransaction(
                                Kind.SERIALIZABLE, connection -> write(connection, doing, key, false, work)));
    }

    private <R> R write(Connection connection, String doing, @Nullable String key, boolean autocommit, Work<R> work) {
        try {
            return work.run(new PostgresWriter(collections.get(), statements(connection)));
        } catch (SQLException error) {
            throw runner.errors().of(error, new PostgresErrors.Attempt(doing, key, autocommit));
        }
    }

    /** Reads documents by key, each for whoever wants it. */
    Map<String, StoredRecord> read(int callers, Read first, Set<String> keys) {
        return run(
                callers,
                "read of collection " + first.collection().name(),
                () -> runner.byReading(connection -> read(connection, first, keys)));
    }

    private Map<String, StoredRecord> read(Connection connection, Read first, Set<String> keys) {
        return new PostgresOperations(collections.get(), statements(connection), runner.errors(), true)
                .read(first.collection(), keys, first.projection());
    }

    private PostgresStatements statements(Connection connection) {
        return new PostgresStatements(connection, runner.ownSessions());
    }

    private <R> R run(int callers, String doing, Supplier<R> statement) {
        if (callers == 1) {
            return statement.get();
        }
        Supplier<R> throughout = () -> throughout(doing, statement);
        waiting.addAndGet(callers - 1);
        try {
            return isVirtual(Thread.currentThread()) ? elsewhere(throughout) : throughout.get();
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

    private <R> R elsewhere(Supplier<R> work) {
        Future<R> result = threads().submit(work::get);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException mine) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    if (failed.getCause() instanceof StorageException failure) {
                        throw failure;
                    }
                    throw new IllegalStateException(failed.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized ExecutorService threads() {
        if (threads == null) {
            threads = Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "storageport-postgres");
                thread.setDaemon(true);
                return thread;
            });
        }
        if (closed) {
            threads.shutdown();
        }
        return threads;
    }

    /** Returns how many callers wait for a statement that somebody else runs for them. */
    int waiting() {
        return waiting.get();
    }

    synchronized void close() {
        closed = true;
        if (threads != null) {
            threads.shutdown();
        }
    }
}
