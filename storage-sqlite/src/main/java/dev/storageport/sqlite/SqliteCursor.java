// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.StoredRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one statement, one ahead of its user. */
final class SqliteCursor implements RecordCursor {

    private final String what;
    private final SqliteConnection connection;
    private final ResultSet rows;
    private final Projection projection;
    private final Runnable release;
    private @Nullable StoredRecord next;
    private boolean closed;

    /**
     * Takes over the rows.
     *
     * @param release runs once, when the rows are closed
     */
    SqliteCursor(String what, SqliteConnection connection, ResultSet rows, Projection projection, Runnable release) {
        this.what = what;
        this.connection = connection;
        this.rows = rows;
        this.projection = projection;
        this.release = release;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !closed) {
            try {
                connection.restartClock();
                next = rows.next() ? SqliteValues.read(rows, projection) : null;
            } catch (SQLException failed) {
                RuntimeException reported = connection.failed(what, failed);
                close();
                throw reported;
            }
            if (next == null) {
                close();
            }
        }
        return next != null;
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
        next = null;
        try {
            rows.close();
        } catch (SQLException failed) {
            throw connection.failed(what, failed);
        } finally {
            release.run();
        }
    }
}
