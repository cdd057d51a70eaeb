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
    private final String memoryName;
    private final Synchronous synchronous;
    private final int readers;
    private final Duration busyTimeout;
    private final Duration lockTimeout;
    private final Duration poolTimeout;
    private final Duration statementTimeout;

    private SqliteOptions(Builder builder) {
        file = builder.file;
        memoryName = builder.memoryName;
        synchronous = builder.synchronous;
        readers = builder.readers;
        busyTimeout = builder.busyTimeout;
        lockTimeout = builder.lockTimeout;
        poolTimeout = builder.poolTimeout;
        statementTimeout = builder.statementTimeout;
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
                memoryName(),
                synchronous == Synchronous.FULL,
                readers,
                busyTimeout,
                lockTimeout,
                poolTimeout,
                statementTimeout);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SqliteOptions that
                && Objects.equals(file, that.file)
                && memoryName.equals(that.memoryName)
                && synchronous == that.synchronous
                && readers == that.readers
                && busyTimeout.equals(that.busyTimeout)
                && lockTimeout.equals(that.lockTimeout)
                && poolTimeout.equals(that.poolTimeout)
                && statementTimeout.equals(that.statementTimeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                file, memoryName, synchronous, readers, busyTimeout, lockTimeout, poolTimeout, statementTimeout);
    }

    /** Returns where the database is and the options, for messages. */
    @Override
    public String toString() {
        return "SqliteOptions[" + (file == null ? ":memory:" + memoryName : file) + ", synchronous=" + synchronous
                + ", readers=" + readers + ", busyTimeout=" + busyTimeout + ", lockTimeout=" + lockTimeout
                + ", poolTimeout=" + poolTimeout + ", statementTimeout=" + statementTimeout + "]";
    }

    /** Gathers options. Not for use by several threads. */
    public static final class Builder {

        private final @Nullable Path file;
        private final String memoryName;
        private Synchronous synchronous = Synchronous.FULL;
        private int readers;
        private Duration busyTimeout = Duration.ofSeconds(20);
        private Duration lockTimeout = Duration.ofSeconds(30);
        private Duration poolTimeout = Duration.ofSeconds(30);
        private Duration statementTimeout = Duration.ofSeconds(30);

        private Builder(@Nullable Path file, String memoryName) {
            this.file = file;
            this.memoryName = memoryName;
            readers = file == null ? 1 : 4;
        }

        private Builder(SqliteOptions options) {
            file = options.file;
            memoryName = options.memoryName;
            synchronous = options.synchronous;
            readers = options.readers;
            busyTimeout = options.busyTimeout;
            lockTimeout = options.lockTimeout;
            poolTimeout = options.poolTimeout;
            statementTimeout = options.statementTimeout;
        }

        /**
         * Sets when a write is acknowledged; {@link Synchronous#FULL} if not set.
         *
         * @throws ConfigurationException if the database is in memory
         */
        public Builder synchronous(Synchronous newSynchronous) {
            requireFile("synchronous");
            synchronous = Objects.requireNonNull(newSynchronous, "synchronous");
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
            if (number < 1 || number > 64) {
                throw new ConfigurationException("readers", "must be from 1 to 64");
            }
            readers = number;
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
            busyTimeout = required("busyTimeout", bound, Duration.ofMillis(1));
            return this;
        }

        /**
         * Sets the bound on waiting for the writer, which one thread of this storage has at a time; 30 seconds if not set.
         *
         * @param bound from one millisecond to one day
         * @throws ConfigurationException if it is another
         */
        public Builder lockTimeout(Duration bound) {
            lockTimeout = required("lockTimeout", bound, Duration.ofMillis(1));
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
            poolTimeout = required("poolTimeout", bound, Duration.ofMillis(250));
            return this;
        }

        /**
         * Sets the bound on the time one statement may run; 30 seconds if not set.
         *
         * @param bound from one millisecond to one day
         * @throws ConfigurationException if it is another
         */
        public Builder statementTimeout(Duration bound) {
            statementTimeout = required("statementTimeout", bound, Duration.ofMillis(1));
            return this;
        }

        private void requireFile(String option) {
            if (file == null) {
                throw new ConfigurationException(option, "has no meaning for a database in memory");
            }
        }

        private static Duration required(String option, Duration bound, Duration least) {
            if (bound.compareTo(least) < 0 || bound.compareTo(LONGEST) > 0) {
                throw new ConfigurationException(option, "must be from " + least.toMillis() + " ms to 1 day");
            }
            return bound;
        }

        /** Returns the options. */
        public SqliteOptions build() {
            return new SqliteOptions(this);
        }
    }
}
