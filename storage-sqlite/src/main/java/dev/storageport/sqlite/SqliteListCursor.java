// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.RecordCursor;
import dev.storageport.port.StoredRecord;
import java.util.ArrayDeque;
import java.util.Deque;

/** Records that have been read already, because writes on the same connection could otherwise reach the statement that reads. */
final class SqliteListCursor implements RecordCursor {

    private final Deque<StoredRecord> records = new ArrayDeque<>();

    /** Reads the cursor to its end and closes it. */
    SqliteListCursor(RecordCursor source) {
        try (source) {
            source.forEachRemaining(records::add);
        }
    }

    @Override
    public boolean hasNext() {
        return !records.isEmpty();
    }

    @Override
    public StoredRecord next() {
        return records.remove();
    }

    @Override
    public void close() {
        records.clear();
    }
}
