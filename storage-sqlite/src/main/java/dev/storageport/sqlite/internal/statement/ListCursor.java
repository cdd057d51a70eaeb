// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.statement;

import dev.storageport.port.Position;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.StoredRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Records that have been read already, because writes on the same connection could otherwise reach the statement that reads. */
final class ListCursor implements RecordCursor {

    private final Deque<StoredRecord> records = new ArrayDeque<>();
    private final Deque<Position> positions = new ArrayDeque<>();
    private @Nullable Position last;

    /** Reads the cursor to its end and closes it. */
    ListCursor(RecordCursor source) {
        try (source) {
            while (source.hasNext()) {
                records.add(source.next());
                positions.add(source.position());
            }
        }
    }

    @Override
    public boolean hasNext() {
        return !records.isEmpty();
    }

    @Override
    public StoredRecord next() {
        StoredRecord record = records.remove();
        last = positions.remove();
        return record;
    }

    @Override
    public Position position() {
        if (last == null) {
            throw new IllegalStateException("no record was returned yet");
        }
        return last;
    }

    @Override
    public void close() {
        records.clear();
        positions.clear();
        last = null;
    }
}
