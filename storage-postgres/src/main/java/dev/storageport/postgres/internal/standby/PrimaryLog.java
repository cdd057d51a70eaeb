// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.standby;

import dev.storageport.port.LogPosition;
import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import dev.storageport.postgres.internal.connection.Errors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the log of the primary goes.
 *
 * <pre>
 *   ─── flushed ─────────┐ inserted ┐
 *   every commit that waits for     commits that do not wait
 *   its log is before this          are before this
 * </pre>
 */
public final class PrimaryLog implements AutoCloseable {

    /**
     * The beginning of a file's name is the timeline, which the server tells nowhere else as it is at this moment. The positions are asked from
     * left to right, and grow.
     */
    private static final String ASK = "SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn,"
            + " pg_current_wal_insert_lsn() - '0/0'::pg_lsn, pg_walfile_name(pg_current_wal_flush_lsn())";

    private static final String IDENTITY = "SELECT (SELECT system_identifier FROM pg_control_system()) || '/'"
            + " || (SELECT oid FROM pg_database WHERE datname = current_database())";

    private static final int TIMELINE_DIGITS = 8;
    private static final int HEXADECIMAL = 16;

    private record End(int timeline, long flushed, long inserted) {}

    private final ConnectionExecutor executor;
    private final boolean waitsForLog;
    private final SharedQuestion<End> question;
    private volatile @Nullable String database;

    /**
     * Creates it for the sessions of a primary.
     *
     * @param waitsForLog whether a commit returns only when its log is on disk
     * @param longestWait how long to wait behind somebody who asks
     */
    public PrimaryLog(ConnectionExecutor executor, boolean waitsForLog, Duration longestWait) {
        this.executor = executor;
        this.waitsForLog = waitsForLog;
        this.question = new SharedQuestion<>("the end of the log", longestWait, this::ask);
    }

    /** Returns which database this is the log of; asked for once, and not before somebody wants to know. */
    String database() {
        String known = database;
        if (known == null) {
            known = executor.byReading(connection -> read(connection, IDENTITY, row -> row.getString(1)));
            database = known;
        }
        return known;
    }

    /** Returns what {@link dev.storageport.port.StandbyReads#position} does. */
    LogPosition position(Optional<LogPosition> seen) {
        End end = question.answer();
        LogPosition now = new LogPosition(database(), end.timeline(), waitsForLog ? end.flushed() : end.inserted());
        // What is behind all that was ever inserted on this timeline was lost when it began, or when the server
        // crashed.
        return seen.filter(before -> before.timeline() != end.timeline() || before.offset() <= end.inserted())
                .map(now::latest)
                .orElse(now);
    }

    private End ask() {
        return executor.byReading(connection -> read(connection, ASK, row -> {
            String file = row.getString(3);
            return new End(
                    Integer.parseUnsignedInt(file.substring(0, TIMELINE_DIGITS), HEXADECIMAL),
                    row.getLong(1),
                    row.getLong(2));
        }));
    }

    /** What is made of a row. */
    @FunctionalInterface
    private interface Reading<R> {
        R of(ResultSet row) throws SQLException;
    }

    private <R> R read(Connection connection, String sql, Reading<R> reading) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return reading.of(row);
        } catch (SQLException error) {
            throw executor.errors().of(error, new Errors.Attempt("the end of the log", null, false));
        }
    }

    @Override
    public void close() {
        question.close();
    }
}
