// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.Option;
import dev.storageport.port.OptionSet;
import java.time.Duration;

/** Every option of {@link SqliteOptions} beside the place of the database: the builder checks by them, and URLs are read by them. */
final class SqliteOptionSet {

    private static final long MEBIBYTE = 1024 * 1024;
    private static final long MOST_BYTES = 65_536 * MEBIBYTE;
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(1);

    static final Option<SqliteOptions.Durability> DURABILITY = Option.choice(
                    "durability", SqliteOptions.Durability.class)
            .byDefault(SqliteOptions.Durability.FULL)
            .described("What an acknowledged write survives: a power loss, or the end of the process only.");

    static final Option<Integer> READERS = Option.number("readers", 1, 64)
            .byDefault(4, "4, and 1 in memory")
            .described("How many connections there are for reading.");

    static final Option<Duration> BUSY_TIMEOUT = Option.duration("busyTimeout", LEAST, MOST)
            .byDefault(Duration.ofSeconds(20))
            .described("How long to wait for a lock that another process holds.");

    static final Option<Duration> LOCK_TIMEOUT = Option.duration("lockTimeout", LEAST, MOST)
            .byDefault(Duration.ofSeconds(30))
            .described("How long to wait for the writer, which one thread of a storage has at a time.");

    /** The least is what the pool can measure. */
    static final Option<Duration> POOL_TIMEOUT = Option.duration("poolTimeout", Duration.ofMillis(250), MOST)
            .byDefault(Duration.ofSeconds(30))
            .described("How long to wait for a connection for reading.");

    static final Option<Duration> STATEMENT_TIMEOUT = Option.duration("statementTimeout", LEAST, MOST)
            .byDefault(Duration.ofSeconds(30))
            .described("How long one statement may run.");

    static final Option<Duration> STREAM_TIMEOUT = Option.duration("streamTimeout", LEAST, MOST)
            .byDefault(Duration.ofMinutes(10))
            .described("How long a stream may be open, and how long a read-only transaction may ask nothing.");

    static final Option<Long> LOG_LIMIT = Option.size("logLimit", MEBIBYTE, MOST_BYTES)
            .byDefault(64 * MEBIBYTE)
            .described("How long the log of writes may become before readers are made to begin behind it.");

    static final Option<Long> RESERVE = Option.size("reserve", 0, MOST_BYTES)
            .byDefault(8 * MEBIBYTE)
            .described("How much of the disk is kept for deleting when it is full.");

    static final OptionSet<SqliteOptions.Builder> ALL = OptionSet.<SqliteOptions.Builder>empty()
            .with(DURABILITY, SqliteOptions.Builder::durability)
            .with(READERS, SqliteOptions.Builder::readers)
            .with(BUSY_TIMEOUT, SqliteOptions.Builder::busyTimeout)
            .with(LOCK_TIMEOUT, SqliteOptions.Builder::lockTimeout)
            .with(POOL_TIMEOUT, SqliteOptions.Builder::poolTimeout)
            .with(STATEMENT_TIMEOUT, SqliteOptions.Builder::statementTimeout)
            .with(STREAM_TIMEOUT, SqliteOptions.Builder::streamTimeout)
            .with(LOG_LIMIT, SqliteOptions.Builder::logLimit)
            .with(RESERVE, SqliteOptions.Builder::reserve);

    private SqliteOptionSet() {}
}
