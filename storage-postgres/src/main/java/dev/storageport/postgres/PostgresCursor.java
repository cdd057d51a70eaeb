// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records of one query, fetched in portions through a portal on the server. The portal keeps the snapshot of its opening, also
 * from later writes of its own transaction.
 */
final class PostgresCursor implements RecordCursor {

    private static final int FETCHED = 500;

    /** Contents may have megabytes each. */
    private static final int FETCHED_WITH_CONTENT = 8;

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final Projection projection;
    private final Function<SQLException, StorageException> failure;
    private final Runnable release;
    private @Nullable StoredRecord next;
    private boolean exhausted;
    private boolean closed;

    private PostgresCursor(
            PreparedStatement statement,
            ResultSet rows,
            Projection projection,
            Function<SQLException, StorageException> failure,
            Runnable release) {
        this.statement = statement;
        this.rows = rows;
        this.projection = projection;
        this.failure = failure;
        this.release = release;
    }

    @SuppressWarnings("resource") // The cursor closes the statement.
    static PostgresCursor open(
            PostgresStatements statements,
            PostgresSql sql,
            Scan scan,
            Function<SQLException, StorageException> failure,
            Runnable release) {
        PreparedStatement statement = null;
        try {
            statement = statements.prepare(sql.scan(
                    scan.projection(), scan.filter(), scan.order(), scan.limit().isPresent()));
            int at = PostgresValues.bind(statement, 1, scan.filter());
            if (scan.limit().isPresent()) {
                statement.setInt(at, scan.limit().getAsInt());
            }
            statement.setFetchSize(scan.projection().content() ? FETCHED_WITH_CONTENT : FETCHED);
            return new PostgresCursor(statement, statement.executeQuery(), scan.projection(), failure, release);
        } catch (SQLException error) {
            StorageException failed = failure.apply(error);
            closeQuietly(statement, failed);
            throw failed;
        }
    }

    @Override
    public boolean hasNext() {
        if (next != null) {
            return true;
        }
        if (exhausted) {
            return false;
        }
        if (closed) {
            throw new StorageClosedException("the scan is closed");
        }
        try {
            if (rows.next()) {
                next = PostgresValues.record(rows, projection);
                return true;
            }
        } catch (SQLException error) {
            StorageException failed = failure.apply(error);
            exhausted = true;
            close();
            throw failed;
        }
        exhausted = true;
        close();
        return false;
    }

    @Override
    public StoredRecord next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        StoredRecord record = next;
        next = null;
        return record;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!exhausted) {
            next = null;
        }
        closeQuietly(statement, null);
        release.run();
    }

    /** Nothing depends on closing a statement that only reads; a broken connection shows at its next use. */
    private static void closeQuietly(@Nullable PreparedStatement statement, @Nullable Throwable failure) {
        if (statement == null) {
            return;
        }
        try {
            statement.close();
        } catch (SQLException error) {
            if (failure != null) {
                failure.addSuppressed(error);
            }
        }
    }
}
