// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.StorageClosedException;
import dev.storageport.StorageException;
import dev.storageport.port.Closing;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.schema.StoredIndex;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records of one query, fetched in portions through a portal on the server. The portal keeps the snapshot of its opening, also
 * from later writes of its own transaction.
 */
public final class Cursor implements RecordCursor {

    private static final int FETCHED = 500;

    /** Contents may have megabytes each. */
    private static final int FETCHED_WITH_CONTENT = 8;

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final RowReader reader;
    private final Function<SQLException, StorageException> failure;
    private final ConnectionExecutor.Ending ending;
    private RowReader.@Nullable Row next;
    private RowReader.@Nullable Row last;
    private boolean exhausted;
    private boolean closed;

    private Cursor(
            PreparedStatement statement,
            ResultSet rows,
            RowReader reader,
            Function<SQLException, StorageException> failure,
            ConnectionExecutor.Ending ending) {
        this.statement = statement;
        this.rows = rows;
        this.reader = reader;
        this.failure = failure;
        this.ending = ending;
    }

    /** Returns how many records of a projection are fetched at a time. */
    static int fetched(Projection projection) {
        return projection.content() ? FETCHED_WITH_CONTENT : FETCHED;
    }

    @SuppressWarnings("resource") // The cursor closes the statement.
    static Cursor open(
            Statements statements,
            CollectionSql sql,
            Scan scan,
            Function<SQLException, StorageException> failure,
            ConnectionExecutor.Ending ending) {
        PreparedStatement statement = null;
        try {
            ScanSql scans = sql.queries().scans();
            statement = scans.scan(scan).prepare(statements);
            statement.setFetchSize(fetched(scan.projection()));
            Cursor cursor =
                    new Cursor(statement, statement.executeQuery(), new RowReader(scan, sql.table()), failure, ending);
            Set<StoredIndex> columns = sql.table().indexes(scan.indexes());
            if (!columns.isEmpty()) {
                cursor.requireReady(statements, sql.table(), columns);
            }
            return cursor;
        } catch (RuntimeException failed) {
            closeQuietly(statement, failed);
            throw failed;
        } catch (SQLException error) {
            StorageException failed = failure.apply(error);
            closeQuietly(statement, failed);
            throw failed;
        }
    }

    /**
     * Refuses an answer that may be short. The first row tells; if there is none, another statement does, which sees the same
     * snapshot.
     */
    private void requireReady(Statements statements, StoredCollection table, Set<StoredIndex> columns)
            throws SQLException {
        if (rows.next()) {
            reader.requireReady(rows, columns);
            next = reader.read(rows);
            return;
        }
        ReadableIndexes.require(statements, table, columns);
        exhausted = true;
    }

    @Override
    public boolean hasNext() {
        if (next != null) {
            return true;
        }
        if (exhausted) {
            close();
            return false;
        }
        if (closed) {
            throw new StorageClosedException("the scan is closed");
        }
        try {
            if (rows.next()) {
                next = reader.read(rows);
                return true;
            }
        } catch (SQLException error) {
            StorageException failed = failure.apply(error);
            exhausted = true;
            closed = true;
            try {
                closeQuietly(statement, failed);
            } finally {
                ending.abandon(failed);
            }
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
        last = next;
        next = null;
        return last.record();
    }

    @Override
    public Position position() {
        if (last == null) {
            throw new IllegalStateException("no record was returned yet");
        }
        return reader.position(last);
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
        try {
            closeQuietly(statement, null);
        } finally {
            ending.end();
        }
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
                Closing.suppress(failure, error);
            }
        }
    }
}
