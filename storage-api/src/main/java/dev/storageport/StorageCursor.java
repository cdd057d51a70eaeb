// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.RecordCursor;
import dev.storageport.port.StoredRecord;
import java.lang.ref.Reference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rows of a stream, in the hands of its reader. When nobody can reach it any more it counts as left open, so each step keeps hold of
 * it to its end.
 */
final class StorageCursor<R> implements RowIterator<R> {

    private final OpenStream stream;
    private final Function<StoredRecord, R> row;

    private StorageCursor(OpenStream stream, Function<StoredRecord, R> row) {
        this.stream = stream;
        this.row = row;
    }

    /** Opens a scan; nothing is open if this fails. */
    static <R> StorageCursor<R> open(OpenStream stream, Supplier<RecordCursor> scan, Function<StoredRecord, R> row) {
        StorageCursor<R> opened = new StorageCursor<>(stream, row);
        stream.begin(scan, opened);
        return opened;
    }

    @Override
    public boolean hasNext() {
        try {
            return stream.hasNext();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public R next() {
        try {
            return stream.step(cursor -> row.apply(cursor.next()));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
