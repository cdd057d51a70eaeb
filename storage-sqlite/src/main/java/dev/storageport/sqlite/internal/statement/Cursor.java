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
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a scan's statements, one statement after another, one row ahead of its user. */
final class Cursor implements RecordCursor {

    private record Row(StoredRecord record, Position position) {}

    private final String place;
    private final DatabaseConnection connection;
    private final Scan scan;
    private final Positions positions;
    private final Iterator<Query> queries;
    private final Runnable release;
    private @Nullable ResultSet rows;
    private int read;
    private @Nullable Row next;
    private @Nullable Row last;
    private boolean closed;

    /**
     * Begins to read, and so takes the snapshot, if the connection is not in a transaction that has one.
     *
     * @param queries the statements; if they are more than one, the connection is in a transaction
     * @param release runs once, when the rows are closed; not if this throws
     */
    Cursor(
            String place,
            DatabaseConnection connection,
            Scan scan,
            Positions positions,
            List<Query> queries,
            Runnable release)
            throws SQLException {
        this.place = place;
        this.connection = connection;
        this.scan = scan;
        this.positions = positions;
        this.queries = queries.iterator();
        this.release = release;
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

    private @Nullable Row fetch() throws SQLException {
        for (ResultSet present = rows; present != null; present = rows) {
            if (present.next()) {
                read++;
                StoredRecord record = Values.read(present, scan.projection());
                return new Row(record, positions.read(present, record));
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
        return last.record();
    }

    @Override
    public Position position() {
        if (last == null) {
            throw new IllegalStateException("no record was returned yet");
        }
        return last.position();
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
            if (rows != null) {
                rows.close();
            }
        } catch (SQLException failed) {
            throw connection.failed(place, failed);
        } finally {
            release.run();
        }
    }
}
