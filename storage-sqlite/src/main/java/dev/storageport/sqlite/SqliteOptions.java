// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.ConfigurationException;
import dev.storageport.sqlite.internal.connection.DatabaseOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a SQLite storage lives and how long it waits. Immutable; equal to others with equal options. A bad value is refused at once, by the
 * option's name.
 */
public final class SqliteOptions {

    /** What an acknowledged write survives. */
    public enum Durability {
        /**
         * Everything, a power loss too: a write is acknowledged after it has reached the disk. Nothing is lost. Writes that wait together
         * share one sync.
         */
        FULL,
        /**
         * The end of the process, however it ends: a write is acknowledged before it has reached the disk. What is lost by a power loss or
         * a crash of the operating system is the last acknowledged writes, up to the last checkpoint; the file stays sound, and they are
         * lost from the end, whole transactions, none of which a later one survives.
         */
        NORMAL
    }

    private final @Nullable Path file;
    private final String memoryName;
    private final Durability durability;
    private final int readers;
    private final Duration busyTimeout;
    private final Duration lockTimeout;
    private final Duration poolTimeout;
    private final Duration statementTimeout;
    private final Duration streamTimeout;
    private final long logLimit;
    private final long reserve;

    private SqliteOptions(Builder builder) {
        file = builder.file;
        memoryName = builder.memoryName;
        durability = builder.durability;
        readers = builder.readers;
        busyTimeout = builder.busyTimeout;
        lockTimeout = builder.lockTimeout;
        poolTimeout = builder.poolTimeout;
        statementTimeout = builder.statementTimeout;
        streamTimeout = builder.streamTimeout;
        logLimit = builder.logLimit;
        reserve = builder.reserve;
    }

    /** Returns the options for a file that a builder has to begin with; what they are stands with each of its methods. */
    public static SqliteOptions file(Path file) {
        return builder(file).build();
    }

    /**
     * Returns the options for a database in memory, which lives until the storage is closed. It has one connection: reads, read-only
     * transactions too, take turns with writes.
     */
    public static SqliteOptions memory() {
        return new Builder(null, "").build();
    }

    /**
     * Returns the options for the database in memory that has the name: one for all storages of this process that name it. The first to be
     * opened creates it, and it is gone when the last one is closed. Otherwise as {@link #memory()}: all its storages take turns at one
     * connection, so work in a transaction of one cannot use another. The options of the first hold for all; a storage with others does
     * not open.
     *
     * @throws ConfigurationException if the name is empty
     */
    public static SqliteOptions memory(String name) {
        if (name.isEmpty()) {
            throw new ConfigurationException("name", "is empty");
        }
        return new Builder(null, name).build();
    }

    /**
     * Begins with the defaults for a file. The file and its parent directories are created when the storage opens, unless the
     * {@linkplain dev.storageport.SchemaMode schema mode} forbids it.
     */
    public static Builder builder(Path file) {
        return new Builder(Objects.requireNonNull(file, "file"), "");
    }

    /** Begins with these options. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the file; empty if the database is in memory. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Returns the name of the database in memory; empty if it has none, or is a file. */
    public Optional<String> memoryName() {
        return memoryName.isEmpty() ? Optional.empty() : Optional.of(memoryName);
    }

    /** Returns what an acknowledged write survives. */
    public Durability durability() {
        return durability;
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

    /** Returns the bound on how long a reader is held by a stream, or by a transaction that asks nothing. */
    public Duration streamTimeout() {
        return streamTimeout;
    }

    /** Returns how many bytes the log of writes may have before readers are made to begin behind it. */
    public long logLimit() {
        return logLimit;
    }

    /** Returns how many bytes of the disk are kept for deleting when it is full. */
    public long reserve() {
        return reserve;
    }

    /** Returns these options as what is below the entry sees them. */
    DatabaseOptions forDatabase() {
        return new DatabaseOptions(
                file(),
                memoryName(),
                durability == Durability.FULL,
                readers,
                busyTimeout,
                lockTimeout,
                poolTimeout,
                statementTimeout,
                streamTimeout,
                logLimit,
                reserve);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SqliteOptions that
                && Objects.equals(file, that.file)
                && memoryName.equals(that.memoryName)
                && durability == that.durability
                && readers == that.readers
                && busyTimeout.equals(that.busyTimeout)
                && lockTimeout.equals(that.lockTimeout)
                && poolTimeout.equals(that.poolTimeout)
                && statementTimeout.equals(that.statementTimeout)
                && streamTimeout.equals(that.streamTimeout)
                && logLimit == that.logLimit
                && reserve == that.reserve;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                file,
                memoryName,
                durability,
                readers,
                busyTimeout,
                lockTimeout,
                poolTimeout,
                statementTimeout,
                streamTimeout,
                logLimit,
                reserve);
    }

    /** Returns where the database is and the options, for messages. */
    @Override
    public String toString() {
        return "SqliteOptions[" + (file == null ? ":memory:" + memoryName : file) + ", durability=" + durability
                + ", readers=" + readers + ", busyTimeout=" + busyTimeout + ", lockTimeout=" + lockTimeout
                + ", poolTimeout=" + poolTimeout + ", statementTimeout=" + statementTimeout
                + ", streamTimeout=" + streamTimeout + ", logLimit=" + logLimit + ", reserve=" + reserve + "]";
    }

    /** Gathers options. Not for use by several threads. */
    public static final class Builder {

        private final @Nullable Path file;
        private final String memoryName;
        private Durability durability = SqliteOptionSet.DURABILITY.byDefault();
        private int readers;
        private Duration busyTimeout = SqliteOptionSet.BUSY_TIMEOUT.byDefault();
        private Duration lockTimeout = SqliteOptionSet.LOCK_TIMEOUT.byDefault();
        private Duration poolTimeout = SqliteOptionSet.POOL_TIMEOUT.byDefault();
        private Duration statementTimeout = SqliteOptionSet.STATEMENT_TIMEOUT.byDefault();
        private Duration streamTimeout = SqliteOptionSet.STREAM_TIMEOUT.byDefault();
        private long logLimit = SqliteOptionSet.LOG_LIMIT.byDefault();
        private long reserve = SqliteOptionSet.RESERVE.byDefault();

        private Builder(@Nullable Path file, String memoryName) {
            this.file = file;
            this.memoryName = memoryName;
            readers = file == null ? 1 : SqliteOptionSet.READERS.byDefault();
        }

        private Builder(SqliteOptions options) {
            file = options.file;
            memoryName = options.memoryName;
            durability = options.durability;
            readers = options.readers;
            busyTimeout = options.busyTimeout;
            lockTimeout = options.lockTimeout;
            poolTimeout = options.poolTimeout;
            statementTimeout = options.statementTimeout;
            streamTimeout = options.streamTimeout;
            logLimit = options.logLimit;
            reserve = options.reserve;
        }

        /**
         * Sets what an acknowledged write survives; {@link Durability#FULL} if not set.
         *
         * @throws ConfigurationException if the database is in memory
         */
        public Builder durability(Durability newDurability) {
            requireFile("durability");
            durability = Objects.requireNonNull(newDurability, "durability");
            return this;
        }

        /**
         * Sets how many connections there are for reading; four if not set. Transactions that run while others write hold all but one of
         * them at most, so with one, every transaction waits for the writer.
         *
         * @param number from 1 to 64
         * @throws ConfigurationException if it is another, or the database is in memory
         */
        public Builder readers(int number) {
            requireFile("readers");
            readers = SqliteOptionSet.READERS.require(number);
            return this;
        }

        /**
         * Sets the bound on waiting for a lock that another process holds; 20 seconds if not set.
         *
         * @param bound from one millisecond to one day
         * @throws ConfigurationException if it is another, or the database is in memory
         */
        public Builder busyTimeout(Duration bound) {
            requireFile("busyTimeout");
            busyTimeout = SqliteOptionSet.BUSY_TIMEOUT.require(bound);
            return this;
        }

        /**
         * Sets the bound on waiting for the writer, which one thread of this storage has at a time; 30 seconds if not set.
         *
         * @param bound from one millisecond to one day
         * @throws ConfigurationException if it is another
         */
        public Builder lockTimeout(Duration bound) {
            lockTimeout = SqliteOptionSet.LOCK_TIMEOUT.require(bound);
            return this;
        }

        /**
         * Sets the bound on waiting for a connection for reading; 30 seconds if not set.
         *
         * @param bound from 250 milliseconds, the least the pool can measure, to one day
         * @throws ConfigurationException if it is another, or the database is in memory
         */
        public Builder poolTimeout(Duration bound) {
            requireFile("poolTimeout");
            poolTimeout = SqliteOptionSet.POOL_TIMEOUT.require(bound);
            return this;
        }

        /**
         * Sets the bound on the time one statement may run; 30 seconds if not set.
         *
         * @param bound from one millisecond to one day
         * @throws ConfigurationException if it is another
         */
        public Builder statementTimeout(Duration bound) {
            statementTimeout = SqliteOptionSet.STATEMENT_TIMEOUT.require(bound);
            return this;
        }

        /**
         * Sets how long a stream may be open, and how long a read-only transaction may ask nothing; ten minutes if not set. Each holds a
         * reader, and the log of writes cannot shrink meanwhile. When the time is over, the reader is taken away, and the next use of the
         * stream or the transaction is {@link dev.storageport.StorageTimeoutException}.
         *
         * @param bound from one millisecond to one day
         * @throws ConfigurationException if it is another, or the database is in memory
         */
        public Builder streamTimeout(Duration bound) {
            requireFile("streamTimeout");
            streamTimeout = SqliteOptionSet.STREAM_TIMEOUT.require(bound);
            return this;
        }

        /**
         * Sets how long the log of writes beside the file may become; 64 MiB if not set. A longer log is brought into the file as soon as
         * the readers of this storage have ended that look at it, and new ones are held back for that moment, for a second at most. A
         * reader that goes on longer, or is of another process, is let be, and the log grows while it reads. One transaction may write
         * more than this.
         *
         * @param bytes from 1 MiB to 64 GiB
         * @throws ConfigurationException if it is another number, or the database is in memory
         */
        public Builder logLimit(long bytes) {
            requireFile("logLimit");
            logLimit = SqliteOptionSet.LOG_LIMIT.require(bytes);
            return this;
        }

        /**
         * Sets how much of the disk is kept by a file beside the database, to be given up when the disk is full, so that deleting still
         * works; 8 MiB if not set, and less as long as the database is small or where the disk is. While it is given up, only deletions are
         * accepted; it comes back by itself when they have made room.
         *
         * @param bytes from 0, which keeps none, to 64 GiB
         * @throws ConfigurationException if it is another number, or the database is in memory
         */
        public Builder reserve(long bytes) {
            requireFile("reserve");
            reserve = SqliteOptionSet.RESERVE.require(bytes);
            return this;
        }

        private void requireFile(String option) {
            if (file == null) {
                throw new ConfigurationException(option, "has no meaning for a database in memory");
            }
        }

        /** Returns the options. */
        public SqliteOptions build() {
            return new SqliteOptions(this);
        }
    }
}
