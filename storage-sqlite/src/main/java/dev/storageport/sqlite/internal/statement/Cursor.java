// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.Position;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a scan's statements, one statement after another, one row ahead of its user. */
final class Cursor implements RecordCursor {

    private final String place;
    private final DatabaseConnection connection;
    private final Scan scan;
    private final Positions positions;
    private final Iterator<Query> queries;
    private final Readiness ready;
    private final Runnable release;
    private @Nullable ResultSet rows;
    private int read;
    private @Nullable StoredRecord next;

    /** What was returned last, while the rows stand at it. */
    private @Nullable StoredRecord last;

    private boolean closed;

    /**
     * Begins to read.
     *
     * @param ready holds the snapshot of all the statements, and is closed with this; not if this throws
     * @param release runs once, when the rows are closed; not if this throws
     */
    Cursor(
            String place,
            DatabaseConnection connection,
            CollectionSql collection,
            Scan scan,
            Readiness ready,
            Runnable release)
            throws SQLException {
        this.place = place;
        this.connection = connection;
        this.scan = scan;
        this.ready = ready;
        this.release = release;
        positions = new Positions(collection, scan);
        queries = ScanSql.queries(collection, scan).iterator();
        rows = nextRows();
    }

    private @Nullable ResultSet nextRows() throws SQLException {
        OptionalInt limit = scan.limit();
        if (!queries.hasNext() || (limit.isPresent() && read == limit.getAsInt())) {
            return null;
        }
        OptionalInt left = limit.isPresent() ? OptionalInt.of(limit.getAsInt() - read) : OptionalInt.empty();
        return queries.next().prepared(connection, left).executeQuery();
    }

    @Override
    public boolean hasNext() {
        if (next == null && !closed) {
            last = null;
            try {
                connection.restartReading();
                next = fetch();
            } catch (SQLException failed) {
                RuntimeException reported = connection.failed(place, failed);
                end();
                throw reported;
            }
            if (next == null) {
                end();
            }
        }
        return next != null;
    }

    private @Nullable StoredRecord fetch() throws SQLException {
        for (ResultSet present = rows; present != null; present = rows) {
            if (present.next()) {
                read++;
                return Values.read(present, scan.projection());
            }
            present.close();
            rows = nextRows();
        }
        return null;
    }

    @Override
    public StoredRecord next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        last = next;
        next = null;
        return last;
    }

    @Override
    public Position position() {
        if (last == null || rows == null) {
            throw new IllegalStateException("the cursor does not stand at a record that it has returned");
        }
        try {
            return positions.read(rows, last);
        } catch (SQLException failed) {
            throw connection.failed(place, failed);
        }
    }

    @Override
    public void close() {
        next = null;
        last = null;
        end();
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            try {
                if (rows != null) {
                    rows.close();
                }
            } finally {
                ready.close();
            }
        } catch (SQLException failed) {
            throw connection.failed(place, failed);
        } catch (Error failed) { // a statement may still be under way, and keep a snapshot
            connection.inDoubt();
            throw failed;
        } finally {
            release.run();
        }
    }
}
