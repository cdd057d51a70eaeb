// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.ConfigurationException;
import dev.storageport.sqlite.internal.connection.DatabaseOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a SQLite storage lives and how long it waits. Immutable; a bad value is refused at once, by the option's name. */
public final class SqliteOptions {

    /** When a write is acknowledged. */
    public enum Synchronous {
        /** After it has reached the disk: an acknowledged write survives a power loss. Writes that wait together share one sync. */
        FULL,
        /**
         * Before it has reached the disk. The end of the process, however it ends, loses nothing. A power loss or a crash of the operating
         * system may lose the last acknowledged writes, up to the last checkpoint; the file stays sound, and what is lost is lost from the end,
         * whole transactions, none of which a later one survives.
         */
        NORMAL
    }

    private static final Duration LONGEST = Duration.ofDays(1);

    private final @Nullable Path file;
    private final Synchronous synchronous;
    private final int readers;
    private final Duration busyTimeout;
    private final Duration lockTimeout;
    private final Duration poolTimeout;
    private final Duration statementTimeout;

    private SqliteOptions(
            @Nullable Path file,
            Synchronous synchronous,
            int readers,
            Duration busyTimeout,
            Duration lockTimeout,
            Duration poolTimeout,
            Duration statementTimeout) {
        this.file = file;
        this.synchronous = synchronous;
        this.readers = readers;
        this.busyTimeout = busyTimeout;
        this.lockTimeout = lockTimeout;
        this.poolTimeout = poolTimeout;
        this.statementTimeout = statementTimeout;
    }

    /**
     * Returns the defaults for a file: {@link Synchronous#FULL}, four readers, 20 seconds for other processes, 30 seconds for each
     * other wait. The file and its parent directories are created when the storage opens.
     */
    public static SqliteOptions file(Path file) {
        return defaults(file, 4);
    }

    /**
     * Returns the defaults for a database in memory, which lives until the storage is closed. It has one connection: reads, read-only
     * transactions too, take turns with writes.
     */
    public static SqliteOptions memory() {
        return defaults(null, 1);
    }

    private static SqliteOptions defaults(@Nullable Path file, int readers) {
        Duration wait = Duration.ofSeconds(30);
        return new SqliteOptions(file, Synchronous.FULL, readers, Duration.ofSeconds(20), wait, wait, wait);
    }

    /** Returns these options with another moment of acknowledgement. */
    public SqliteOptions withSynchronous(Synchronous newSynchronous) {
        checkFile("synchronous");
        return new SqliteOptions(
                file, newSynchronous, readers, busyTimeout, lockTimeout, poolTimeout, statementTimeout);
    }

    /**
     * Returns these options with another number of connections for reading. Transactions that run while others write hold all but one
     * of them at most, so with one, every transaction waits for the writer.
     *
     * @param newReaders from 1 to 64
     */
    public SqliteOptions withReaders(int newReaders) {
        checkFile("readers");
        if (newReaders < 1 || newReaders > 64) {
            throw new ConfigurationException("readers", "must be from 1 to 64");
        }
        return new SqliteOptions(
                file, synchronous, newReaders, busyTimeout, lockTimeout, poolTimeout, statementTimeout);
    }

    /**
     * Returns these options with another bound on waiting for a lock that another process holds.
     *
     * @param newBusyTimeout from one millisecond to one day
     */
    public SqliteOptions withBusyTimeout(Duration newBusyTimeout) {
        checkFile("busyTimeout");
        checkBound("busyTimeout", newBusyTimeout, Duration.ofMillis(1));
        return new SqliteOptions(
                file, synchronous, readers, newBusyTimeout, lockTimeout, poolTimeout, statementTimeout);
    }

    /**
     * Returns these options with another bound on waiting for the writer, which one thread of this storage has at a time.
     *
     * @param newLockTimeout from one millisecond to one day
     */
    public SqliteOptions withLockTimeout(Duration newLockTimeout) {
        checkBound("lockTimeout", newLockTimeout, Duration.ofMillis(1));
        return new SqliteOptions(
                file, synchronous, readers, busyTimeout, newLockTimeout, poolTimeout, statementTimeout);
    }

    /**
     * Returns these options with another bound on waiting for a connection for reading.
     *
     * @param newPoolTimeout from 250 milliseconds, the least the pool can measure, to one day
     */
    public SqliteOptions withPoolTimeout(Duration newPoolTimeout) {
        checkFile("poolTimeout");
        checkBound("poolTimeout", newPoolTimeout, Duration.ofMillis(250));
        return new SqliteOptions(
                file, synchronous, readers, busyTimeout, lockTimeout, newPoolTimeout, statementTimeout);
    }

    /**
     * Returns these options with another bound on the time one statement may run.
     *
     * @param newStatementTimeout from one millisecond to one day
     */
    public SqliteOptions withStatementTimeout(Duration newStatementTimeout) {
        checkBound("statementTimeout", newStatementTimeout, Duration.ofMillis(1));
        return new SqliteOptions(
                file, synchronous, readers, busyTimeout, lockTimeout, poolTimeout, newStatementTimeout);
    }

    private void checkFile(String option) {
        if (file == null) {
            throw new ConfigurationException(option, "has no meaning for a database in memory");
        }
    }

    private static void checkBound(String option, Duration bound, Duration least) {
        if (bound.compareTo(least) < 0 || bound.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(option, "must be from " + least.toMillis() + " ms to 1 day");
        }
    }

    /** Returns the file; empty if the database is in memory. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Returns when a write is acknowledged. */
    public Synchronous synchronous() {
        return synchronous;
    }

    /** Returns how many connections there are for reading. */
    public int readers() {
        return readers;
    }

    /** Returns the bound on waiting for another process. */
    public Duration busyTimeout() {
        return busyTimeout;
    }

    /** Returns the bound on waiting for the writer. */
    public Duration lockTimeout() {
        return lockTimeout;
    }

    /** Returns the bound on waiting for a connection for reading. */
    public Duration poolTimeout() {
        return poolTimeout;
    }

    /** Returns the bound on one statement. */
    public Duration statementTimeout() {
        return statementTimeout;
    }

    /** Returns these options as what is below the entry sees them. */
    DatabaseOptions forDatabase() {
        return new DatabaseOptions(
                file(),
                synchronous == Synchronous.FULL,
                readers,
                busyTimeout,
                lockTimeout,
                poolTimeout,
                statementTimeout);
    }

    /** Returns where the database is and the options, for messages. */
    @Override
    public String toString() {
        return "SqliteOptions[" + (file == null ? ":memory:" : file) + ", synchronous=" + synchronous + ", readers="
                + readers + ", busyTimeout=" + busyTimeout + ", lockTimeout=" + lockTimeout + ", poolTimeout="
                + poolTimeout + ", statementTimeout=" + statementTimeout + "]";
    }
}
