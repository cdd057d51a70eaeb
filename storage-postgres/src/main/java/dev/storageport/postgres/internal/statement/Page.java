// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.statement;

import dev.storageport.StorageClosedException;
import dev.storageport.port.Position;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.postgres.internal.schema.StoredCollection;
import dev.storageport.postgres.internal.schema.StoredIndex;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records of one query, few enough to be read at once, so that nothing of it stays on the server. */
public final class Page implements RecordCursor {

    private final RowReader reader;
    private final List<RowReader.Row> rows;
    private int next;
    private RowReader.@Nullable Row last;
    private boolean closed;

    private Page(RowReader reader, List<RowReader.Row> rows) {
        this.reader = reader;
        this.rows = rows;
    }

    /** Returns whether the records of a scan may be read at once: no more of them than a cursor fetches at a time. */
    public static boolean fits(Scan scan) {
        return scan.limit().isPresent() && scan.limit().getAsInt() <= Cursor.fetched(scan.projection());
    }

    /**
     * Reads a scan in one request.
     *
     * @param asking whether it is asked by itself if the indexes are ready, which each row tells as well
     * @return nothing if there is no row to tell, and nobody has asked
     */
    static Optional<RecordCursor> read(Statements statements, CollectionSql sql, Scan scan, boolean asking)
            throws SQLException {
        StoredCollection table = sql.table();
        Collection<StoredIndex> columns = table.indexes(scan.indexes());
        Query query = sql.queries().scans().scan(scan);
        if (asking) {
            query.add("; " + ReadableIndexes.question(table, columns));
        }
        try (PreparedStatement statement = query.prepare(statements)) {
            RowReader reader = new RowReader(scan, table);
            List<RowReader.Row> rows = new ArrayList<>();
            try (ResultSet answer = statements.query(statement)) {
                while (answer.next()) {
                    if (rows.isEmpty()) {
                        reader.requireReady(answer, columns);
                    }
                    rows.add(reader.read(answer));
                }
                if (asking) {
                    statement.getMoreResults();
                    try (ResultSet ready = statement.getResultSet()) {
                        ready.next();
                        ReadableIndexes.require(ready, 1, table, columns);
                    }
                }
            }
            return rows.isEmpty() && !columns.isEmpty() && !asking
                    ? Optional.empty()
                    : Optional.of(new Page(reader, rows));
        }
    }

    @Override
    public boolean hasNext() {
        if (next < rows.size() && closed) {
            throw new StorageClosedException("the scan is closed");
        }
        return next < rows.size();
    }

    @Override
    public StoredRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        last = rows.get(next++);
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
        closed = true;
    }
}
