// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.DatabaseReplacedException;
import dev.storageport.OutOfSpaceException;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;

/**
 * A connection with its prepared statements and the clock that stops a statement which runs too long. Used by one thread at a
 * time.
 *
 * <p>Statements are kept because preparing one takes longer than running it, for a read of a key several times. The driver's own query timeout bounds only waiting for locks; SQLite itself asks the progress
 * handler every so many steps, on the thread that runs the statement.
 */
public final class DatabaseConnection {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseConnection.class);
    private static final int KEPT_STATEMENTS = 128;
    private static final int KEPT_CHARACTERS = 1_000_000;

    /** Not more than these are in use at once. */
    private static final int KEPT_IN_ANY_CASE = 8;

    private static final int STEPS_BETWEEN_LOOKS = 20_000;

    private enum Stop {
        NONE,
        EXPIRED,
        INTERRUPTED,
        CLOSED
    }

    private final Connection jdbc;
    private final String database;
    private final DatabaseOptions options;
    private final @Nullable OpenFile file;
    private final @Nullable OpenLog log;
    private final AtomicBoolean left = new AtomicBoolean();
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);
    private int keptCharacters;
    private boolean bounded;
    private long deadline;
    private Stop stop = Stop.NONE;
    private boolean broken;
    private boolean unfinished;
    private boolean ignoresInterrupts;
    private boolean refusesGrowth;
    private volatile boolean closing;

    /** Creates the connection of a database in memory. */
    public DatabaseConnection(Connection jdbc, String database, DatabaseOptions options) throws SQLException {
        this(jdbc, database, options, null);
    }

    /**
     * Creates the connection.
     *
     * @param file what was opened; null if the database is in memory
     */
    DatabaseConnection(Connection jdbc, String database, DatabaseOptions options, @Nullable OpenFile file)
            throws SQLException {
        this.jdbc = jdbc;
        this.database = database;
        this.options = options;
        this.file = file;
        log = file == null ? null : new OpenLog(file);
        ProgressHandler.setHandler(jdbc, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                stop = look();
                return stop == Stop.NONE ? 0 : 1;
            }
        });
        if (file != null) {
            file.join();
        }
    }

    private Stop look() {
        if (!bounded) {
            return Stop.NONE;
        }
        if (closing) {
            return Stop.CLOSED;
        }
        if (isInterrupted()) {
            return Stop.INTERRUPTED;
        }
        return System.nanoTime() - deadline > 0 ? Stop.EXPIRED : Stop.NONE;
    }

    /** Returns whether an interrupt is to end what runs. */
    public boolean isInterrupted() {
        return !ignoresInterrupts && Thread.currentThread().isInterrupted();
    }

    /** Makes interrupts of the thread end nothing here, because the thread works for others. */
    public void ignoreInterrupts(boolean ignore) {
        ignoresInterrupts = ignore;
    }

    /**
     * Ends what runs here, and whoever waits here for the lock of another process, with {@link StorageClosedException}; nothing begins
     * any more, nor is committed. For any thread. A transaction's end is never stopped while it is under way.
     */
    public void closing() {
        closing = true;
    }

    /** Makes this refuse, or accept, what adds to the database, because there is only room left for deleting. */
    public void refuseGrowth(boolean refuse) {
        refusesGrowth = refuse;
    }

    /**
     * Is asked before anything is added to the database.
     *
     * @throws OutOfSpaceException if nothing may be
     */
    public void checkGrowth(String place) {
        if (refusesGrowth) {
            throw new OutOfSpaceException(
                    where(place)
                            + ": no room left on the disk; nothing was applied, and only deletions are accepted until they have"
                            + " made room",
                    null);
        }
    }

    public boolean isClosing() {
        return closing;
    }

    /** Returns the driver's connection, which the pool knows this one by. */
    public Connection jdbc() {
        return jdbc;
    }

    /**
     * Returns the prepared statement; its time starts now. Its result must be closed before it is asked for again.
     *
     * @throws StorageClosedException if the connection is closing
     */
    public PreparedStatement statement(String sql) throws SQLException {
        checkOpen();
        return prepared(sql);
    }

    private void checkOpen() {
        if (closing) {
            throw Errors.closed(database);
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = jdbc.prepareStatement(sql);
            statements.put(sql, statement);
            keptCharacters += sql.length();
            dropEldest();
        }
        restartClock();
        return statement;
    }

    /** Returns a prepared statement that is not kept, and that the caller closes; its time starts now. */
    public PreparedStatement once(String sql) throws SQLException {
        PreparedStatement statement = jdbc.prepareStatement(sql);
        restartClock();
        return statement;
    }

    /** The texts of filters vary without end, and one with a thousand values is long. */
    private void dropEldest() throws SQLException {
        Iterator<Map.Entry<String, PreparedStatement>> eldest =
                statements.entrySet().iterator();
        while (statements.size() > KEPT_STATEMENTS
                || (keptCharacters > KEPT_CHARACTERS && statements.size() > KEPT_IN_ANY_CASE)) {
            Map.Entry<String, PreparedStatement> dropped = eldest.next();
            keptCharacters -= dropped.getKey().length();
            eldest.remove();
            dropped.getValue().close();
        }
    }

    /** Returns how many prepared statements are kept. */
    public int keptStatements() {
        return statements.size();
    }

    /**
     * Gives the running statement its full time again, because its reader asks for more.
     *
     * @throws StorageClosedException if the connection is closing
     */
    public void restartReading() {
        checkOpen();
        restartClock();
    }

    private void restartClock() {
        stop = Stop.NONE;
        bounded = true;
        deadline = System.nanoTime() + options.statementTimeout().toNanos();
    }

    /**
     * Runs a statement that begins or ends a transaction. Never stopped: SQLite asks the progress handler once more after a commit
     * has been done, and a stop there would make a success look like a failure.
     *
     * @throws StorageClosedException if the connection is closing
     */
    public void control(String sql) throws SQLException {
        checkOpen();
        run(sql);
    }

    private void run(String sql) throws SQLException {
        PreparedStatement statement = prepared(sql);
        bounded = false;
        statement.executeUpdate();
    }

    /**
     * Commits, and sees that it was not into a file that is there no longer.
     *
     * @throws dev.storageport.DatabaseReplacedException if it may have been; the transaction has ended
     */
    public void commit() throws SQLException {
        control(Sql.COMMIT);
        if (file != null) {
            file.checkLately(true);
        }
        if (log != null) {
            log.checkLately();
        }
    }

    /** Runs a statement once, without keeping it and without a bound. */
    public void execute(String sql) throws SQLException {
        bounded = false;
        try (Statement statement = jdbc.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Runs a statement that does a part of its work for each row of its answer, which has no columns: the driver would ask a prepared one
     * for the first row only.
     */
    public void executeAllSteps(String sql) throws SQLException {
        checkOpen();
        restartClock();
        try (Statement statement = jdbc.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Returns the first column of the first row. */
    public String text(String sql) throws SQLException {
        try (PreparedStatement statement = jdbc.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    /**
     * Returns the failure to throw, and notes whether this connection can be used again.
     *
     * @param place the collection, or the database if there is none
     */
    public StorageException failed(String place, SQLException error) {
        note(error);
        return switch (stop) {
            case EXPIRED -> Errors.expired(where(place), options, error);
            case INTERRUPTED -> Errors.interrupted(place, error);
            case CLOSED -> Errors.closed(where(place));
            case NONE -> replaced(error, false).orElseGet(() -> Errors.translate(where(place), options, error));
        };
    }

    /** Returns the failure to throw when a commit failed. */
    public StorageException commitFailed(String place, SQLException error) {
        note(error);
        return replaced(error, true).orElseGet(() -> Errors.translateCommit(where(place), options, error));
    }

    /** Says it where the file that was removed or replaced is what led to an error of SQLite. */
    private Optional<StorageException> replaced(SQLException error, boolean outcomeUnknown) {
        if (file == null || !Errors.concernsFile(error)) {
            return Optional.empty();
        }
        try {
            file.check(outcomeUnknown);
            return Optional.empty();
        } catch (DatabaseReplacedException replaced) {
            replaced.addSuppressed(error);
            return Optional.of(replaced);
        }
    }

    /** Returns the place with the database, which is all that is known of some. */
    private String where(String place) {
        return place.equals(database) ? database : place + ", " + database;
    }

    /** The driver has closed the statement that failed, except after errors that leave everything as it was. */
    private void note(SQLException error) {
        broken |= !Errors.leavesConnectionUsable(error);
        if (!Errors.leavesStatementsUsable(error)) {
            for (PreparedStatement statement : statements.values()) {
                try {
                    statement.close();
                } catch (SQLException notClosed) {
                    broken = true;
                }
            }
            statements.clear();
            keptCharacters = 0;
        }
    }

    /**
     * Runs work on this connection, and does not use it again if an error comes out of it: nobody knows at which step of the driver's the
     * stack or the heap ended.
     */
    public <R> R inDoubtAfterError(Function<DatabaseConnection, R> work) {
        try {
            return work.apply(this);
        } catch (Error failed) {
            inDoubt();
            throw failed;
        }
    }

    /** Notes that this connection is not to be used again. */
    public void inDoubt() {
        broken = true;
    }

    /** Ends a transaction that failed. */
    public void rollback() {
        boolean usable = !broken;
        broken = true; // until it is rolled back: an error may end this anywhere
        unfinished = true;
        try {
            run(Sql.ROLLBACK);
            broken = !usable;
            unfinished = false;
        } catch (SQLException notInTransaction) {
            // After some errors SQLite has rolled back by itself and says so now. The failure that led here is the one
            // to
            // report; a connection whose state is in doubt is not used again, and SQLite rolls back what it closes.
            unfinished = false;
        }
    }

    /** Ends a transaction whose end was itself cut short by an error; for a connection that cannot be replaced. */
    public void finishRollback() {
        if (unfinished) {
            rollback();
        }
    }

    /** Returns whether the next one may have this connection: nothing broke it, and nobody closed it from outside. */
    public boolean usable() {
        try {
            return !broken && !jdbc.isClosed();
        } catch (SQLException unknown) {
            return false;
        }
    }

    /** Returns whether a file can be left in order: it may be written, and the path still leads to it. */
    public boolean canTidy() {
        return file != null && file.canTidy();
    }

    /** Closes the connection; of several times only the first counts. */
    public void close() throws SQLException {
        try {
            jdbc.close();
        } finally {
            if (file != null && left.compareAndSet(false, true)) {
                file.leave();
            }
        }
    }

    /** Closes a connection that is of no use any more; what led here has been reported. */
    public void discard() {
        try {
            close();
        } catch (SQLException failed) {
            LOG.warn("a broken connection to {} did not close", database, failed);
        }
    }
}
