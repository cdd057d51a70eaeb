// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.PoolStatus;
import dev.storageport.StorageException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.UsageException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, handed to one thread after another in the order they came.
 *
 * <p>Not a pooled one: SQLite has one writer at a time, and connections that compete for it sleep and try again, so that some
 * never get it. And not in the driver's own transaction mode: that begins the next transaction, and takes the lock, as soon as
 * one has ended.
 */
final class SqliteWriter {

    private static final long PAUSE_NANOS = 1_000_000;

    private final SqliteDatabase database;
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable SqliteConnection connection;

    SqliteWriter(SqliteDatabase database, SqliteConnection connection) {
        this.database = database;
        this.connection = connection;
    }

    /** Runs the work on the connection, in no transaction. */
    <R> R use(String what, Function<SqliteConnection, R> work) {
        await(what);
        try {
            return work.apply(current());
        } finally {
            endTurn();
        }
    }

    /** Runs the work in a transaction: committed when it returns, rolled back when it throws. */
    <R> R transact(String what, Function<SqliteConnection, R> work) {
        return use(what, writing -> {
            begin(writing, what);
            R result;
            try {
                result = work.apply(writing);
            } catch (Throwable failed) { // a checked exception of the work too, thrown past the compiler
                writing.rollback();
                throw failed;
            }
            commit(writing, what);
            return result;
        });
    }

    private void await(String what) {
        if (turn.isHeldByCurrentThread()) {
            throw new UsageException(what + ": this thread runs a transaction; write through the transaction");
        }
        try {
            if (!turn.tryLock(database.options().lockTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StorageTimeoutException(
                        what + " in " + database.name() + ": waited for the writer, bound "
                                + database.options().lockTimeout() + ", waiting " + turn.getQueueLength(),
                        null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException(what + ": interrupted while waiting for the writer", interrupted);
        }
    }

    private SqliteConnection current() {
        dropIfUnusable();
        SqliteConnection present = connection;
        if (present == null) {
            present = database.openWriter();
            connection = present;
        }
        return present;
    }

    private void endTurn() {
        try {
            dropIfUnusable();
        } finally {
            turn.unlock();
        }
    }

    /** A database in memory lives in its connection, which is therefore kept whatever happened to it. */
    private void dropIfUnusable() {
        SqliteConnection present = connection;
        if (present != null && !database.inMemory() && !present.usable()) {
            connection = null;
            present.discard();
        }
    }

    private void begin(SqliteConnection writing, String what) {
        long end = System.nanoTime() + database.options().busyTimeout().toNanos();
        while (true) {
            try {
                writing.control(SqliteSql.BEGIN_WRITE);
                return;
            } catch (SQLException failed) {
                if (!SqliteErrors.isBusy(failed) || System.nanoTime() - end >= 0) {
                    throw writing.failed(what, failed);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                if (Thread.currentThread().isInterrupted()) {
                    throw SqliteErrors.interrupted(what, failed);
                }
            }
        }
    }

    private static void commit(SqliteConnection writing, String what) {
        try {
            writing.control(SqliteSql.COMMIT);
        } catch (SQLException failed) {
            StorageException reported = writing.commitFailed(what, failed);
            writing.rollback();
            throw reported;
        }
    }

    /** Returns the connection as a pool of one. */
    PoolStatus status() {
        int inUse = turn.isLocked() ? 1 : 0;
        return new PoolStatus(1, inUse, 1 - inUse, turn.getQueueLength());
    }

    /** Takes the connection out, waiting for its turn without a bound; there is none afterwards. */
    @Nullable
    SqliteConnection retire() {
        turn.lock();
        try {
            dropIfUnusable();
            SqliteConnection last = connection;
            connection = null;
            return last;
        } finally {
            turn.unlock();
        }
    }
}
