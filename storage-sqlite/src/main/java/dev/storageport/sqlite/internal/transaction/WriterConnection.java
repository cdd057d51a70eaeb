// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.OutOfSpaceException;
import dev.storageport.PoolStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.UsageException;
import dev.storageport.event.BatchEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.WaitEnded;
import dev.storageport.port.WriteOutcome;
import dev.storageport.port.combining.Combiner;
import dev.storageport.port.combining.Combiner.Outcome;
import dev.storageport.port.combining.CombinerEvents;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Errors;
import dev.storageport.sqlite.internal.connection.Sql;
import dev.storageport.sqlite.internal.connection.WriteAccess;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes. Small writes that come at the same time share a transaction, which one of their callers runs; whoever
 * needs the connection for more has it alone, in turn with them.
 *
 * <p>Not a pooled one: SQLite has one writer at a time, and connections that compete for it sleep and try again, so that some
 * never get it. And not in the driver's own transaction mode: that begins the next transaction, and takes the lock, as soon as
 * one has ended.
 */
public final class WriterConnection implements WriteAccess {

    /** Is with each use of the connection. Called by the user's thread, in no transaction. */
    interface Attendant {

        /** A use begins. */
        void begins(DatabaseConnection connection);

        /** A use has ended. What this throws is logged: the outcome of the use stands. */
        void ended(DatabaseConnection connection) throws SQLException;

        /** Makes room on a full disk for a deletion; returns whether it is to be tried again. */
        boolean makeRoom();
    }

    private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

    /** Whoever is still there when the storage closes has been waited for; what is stopped by the closing needs no longer to notice. */
    private static final Duration CLOSING_PATIENCE = Duration.ofMillis(100);

    /** A wait of many thousands is bounded by time; this only keeps a program that has gone wrong from filling the memory. */
    private static final int MOST_WAITING = 100_000;

    /** Enough for the sync to cost little; more would only make everybody wait longer for everybody. */
    private static final int MOST_TOGETHER = 128;

    private final Database database;
    private final Combiner<WriteRequest, List<WriteOutcome>> combiner;

    /** Held by whoever uses the connection; never waited for, except for a moment by {@link #close}. */
    private final ReentrantLock using = new ReentrantLock();

    private volatile @Nullable Attendant attendant;

    /** Changed by whoever uses it. */
    private volatile @Nullable DatabaseConnection connection;

    /** What became of this: set once, in this order. */
    private volatile boolean closing;

    private volatile boolean leavesInOrder;
    private volatile boolean retired;

    public WriterConnection(Database database, DatabaseConnection connection, WritePath path) {
        this.database = database;
        this.connection = connection;
        GroupCommit group = new GroupCommit(this::current, database.options(), path.groupsAlone(), this::makeRoom);
        combiner = new Combiner<>(
                new Combiner.Bounds(
                        1, MOST_TOGETHER, MOST_WAITING, database.options().lockTimeout()),
                new Combiner.Work<>() {
                    @Override
                    public boolean canShareBatch(WriteRequest first, WriteRequest next) {
                        return true;
                    }

                    @Override
                    public @Nullable Object conflictKey(WriteRequest request) {
                        return null; // there is one permit, so nothing runs at once
                    }

                    @Override
                    public List<Outcome<List<WriteOutcome>>> run(List<WriteRequest> batch) {
                        using.lock();
                        try {
                            return group.run(batch);
                        } catch (Error failed) {
                            discardAfterError();
                            throw failed;
                        } finally {
                            endUse();
                        }
                    }
                },
                () -> "the writer of " + database.name(),
                new CombinerEvents(database.events(), WaitEnded.Resource.WRITER, BatchEnded.Kind.WRITES));
    }

    /** Has somebody with each use from now on. */
    void attend(Attendant present) {
        attendant = present;
    }

    /** Makes room on a full disk for a deletion that found none; returns whether it is to be tried again. */
    boolean makeRoom() {
        Attendant present = attendant;
        return present != null && present.makeRoom();
    }

    /** Runs a deletion, and again if it finds no room and some can be made. */
    public <R> R deleting(Supplier<R> deletion) {
        try {
            return deletion.get();
        } catch (OutOfSpaceException full) {
            if (!makeRoom()) {
                throw full;
            }
        }
        return deletion.get();
    }

    /** Applies writes, all or nothing, perhaps in one transaction with those of others. */
    public List<WriteOutcome> write(WriteRequest request) {
        checkFree(request.place());
        return combiner.submit(request.place(), request);
    }

    @Override
    public <R> R use(String place, Function<DatabaseConnection, R> work) {
        checkFree(place);
        Combiner<WriteRequest, List<WriteOutcome>>.Permit permit = combiner.acquire(place);
        try {
            using.lock();
            return current().inDoubtAfterError(work);
        } finally {
            leave(permit);
        }
    }

    @Override
    public <R> R transact(String place, Function<DatabaseConnection, R> work) {
        try (WriteTransaction transaction = begin(place)) {
            R result = transaction.connection().inDoubtAfterError(work);
            transaction.commit(place);
            return result;
        }
    }

    /** Runs the work as {@link #use} does if nobody uses the connection now or waits for it; returns whether it did. */
    public boolean tryUse(String place, Consumer<DatabaseConnection> work) {
        checkFree(place);
        Combiner<WriteRequest, List<WriteOutcome>>.Permit permit = combiner.tryAcquire(place);
        if (permit == null) {
            return false;
        }
        try {
            using.lock();
            return current().inDoubtAfterError(connection -> {
                work.accept(connection);
                return true;
            });
        } finally {
            leave(permit);
        }
    }

    /** Begins a transaction when its turn has come. The thread writes nothing else until it has closed it. */
    WriteTransaction begin(String place) {
        checkFree(place);
        return begin(place, combiner.acquire(place));
    }

    /** Begins a transaction if nobody writes now or waits for it; returns null if somebody does. */
    @Nullable
    WriteTransaction tryBegin(String place) {
        checkFree(place);
        Combiner<WriteRequest, List<WriteOutcome>>.Permit permit = combiner.tryAcquire(place);
        return permit == null ? null : begin(place, permit);
    }

    private WriteTransaction begin(String place, Combiner<WriteRequest, List<WriteOutcome>>.Permit permit) {
        try {
            using.lock();
            return new WriteTransaction(current(), place, database.options(), () -> leave(permit));
        } catch (Throwable failed) {
            leave(permit);
            throw failed;
        }
    }

    private void leave(Combiner<WriteRequest, List<WriteOutcome>>.Permit permit) {
        try {
            if (using.isHeldByCurrentThread()) { // else it could not be had
                endUse();
            }
        } finally {
            permit.release();
        }
    }

    /**
     * Refuses a thread that would wait for itself.
     *
     * @throws UsageException if it uses the connection now
     */
    void checkFree(String place) {
        if (using.isHeldByCurrentThread()) {
            throw new UsageException(place + ": this thread runs a transaction; write through the transaction");
        }
    }

    private DatabaseConnection current() {
        database.checkFile();
        DatabaseConnection present = open();
        Attendant attending = attendant;
        if (attending != null) {
            attending.begins(present);
            present = open(); // what was done there may have cost the connection
        }
        return present;
    }

    private DatabaseConnection open() {
        dropIfUnusable();
        DatabaseConnection present = connection;
        if (present == null) {
            if (retired) {
                throw new StorageClosedException("the storage is closed");
            }
            present = database.openWriter();
            connection = present;
            if (closing) {
                present.closing();
            }
        }
        return present;
    }

    /** Returns how long the present user has had the connection; zero if there is none. */
    public Duration usedFor() {
        return combiner.oldestPermit();
    }

    private void endUse() {
        try {
            dropIfUnusable();
            attendEnd();
        } finally {
            using.unlock();
            if (retired) {
                closeUnused(Duration.ZERO); // who closed did not wait for this user
            }
        }
    }

    private void attendEnd() {
        DatabaseConnection present = connection;
        Attendant attending = attendant;
        if (present == null || attending == null || closing) {
            return;
        }
        try {
            attending.ended(present);
        } catch (SQLException failed) {
            LOG.debug("{}: not kept in order this time", database.name(), present.failed(database.name(), failed));
        } catch (RuntimeException failed) {
            LOG.debug("{}: not kept in order this time", database.name(), failed);
        } catch (Error failed) {
            present.inDoubt(); // the outcome of the use stands, and the next one begins on another connection
        }
    }

    private void discardAfterError() {
        DatabaseConnection present = connection;
        if (present != null) {
            present.inDoubt();
        }
    }

    /** A database in memory lives in its connection, which is therefore kept whatever happened to it. */
    private void dropIfUnusable() {
        DatabaseConnection present = connection;
        if (present == null) {
            return;
        }
        if (database.inMemory()) {
            present.finishRollback();
        } else if (!present.usable()) {
            connection = null;
            present.discard();
            if (!retired) {
                database.events().discarded(ConnectionDiscarded.Reason.BROKEN);
            }
        }
    }

    /** Returns the connection as a pool of one. */
    public PoolStatus status() {
        int inUse = combiner.running();
        return new PoolStatus(1, inUse, 1 - inUse, combiner.waiting());
    }

    /**
     * Closes the connection and leaves a file in order. Does not wait for a user that hangs: whatever that asks of the connection from now on
     * is refused, a commit too, and it closes the connection itself when it ends. Whoever waits for its turn is refused.
     */
    public void close() {
        leavesInOrder = true;
        retire();
    }

    /** Closes the connection as it is; otherwise as {@link #close}. */
    public void discard() {
        retire();
    }

    private void retire() {
        combiner.close();
        closing = true;
        DatabaseConnection present = connection;
        if (present != null) {
            present.closing();
        }
        retired = true;
        closeUnused(CLOSING_PATIENCE);
        database.release();
    }

    /**
     * Closes the connection of a writer that is retired, unless somebody uses it, who will do so then: a user looks whether it is retired
     * after it has let go, and who retires it looks for a user afterwards, so one of them sees the other.
     */
    private void closeUnused(Duration patience) {
        if (!lock(patience)) {
            LOG.debug("close of {}: in use, which ends with its user", database.name());
            return;
        }
        try { // not let go before it is closed: whoever waits to close it comes back only then
            dropIfUnusable();
            DatabaseConnection last = connection;
            if (last != null) {
                connection = null;
                if (leavesInOrder && last.canTidy()) {
                    tidy(last);
                }
                last.discard();
            }
        } finally {
            using.unlock();
        }
    }

    private boolean lock(Duration patience) {
        boolean interrupted = Thread.interrupted();
        try {
            return using.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException again) { // closing goes on without the wait
            interrupted = true;
            return using.tryLock();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Leaves a file without a log. Another process may use the file at the same time; then the log stays, and that is well. */
    private void tidy(DatabaseConnection last) {
        try {
            last.execute(Sql.OPTIMIZE);
            last.execute(Sql.CHECKPOINT);
        } catch (SQLException failed) {
            if (Errors.isBusy(failed)) {
                LOG.debug("close of {}: in use by another process, left as it is", database.name());
            } else {
                LOG.warn(
                        "close of {}: could not tidy up; nothing that was acknowledged is lost",
                        database.name(),
                        failed);
            }
        }
    }
}
