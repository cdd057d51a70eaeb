// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.RecordCursor;
import dev.storageport.port.StoredRecord;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A backend's cursor that can be closed by its reader or, from another thread, by the storage; the lock keeps the two apart. A
 * cursor closed under its reader reports that instead of an early end.
 */
final class StorageCursor<R> implements RowIterator<R> {

    private final RecordCursor cursor;
    private final Function<StoredRecord, R> row;
    private final Lifecycle lifecycle;
    private final String operation;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    StorageCursor(RecordCursor cursor, Function<StoredRecord, R> row, Lifecycle lifecycle, String operation) {
        this.cursor = cursor;
        this.row = row;
        this.lifecycle = lifecycle;
        this.operation = operation;
        lifecycle.track(this);
    }

    @Override
    public boolean hasNext() {
        lock.lock();
        try {
            checkUsable();
            return cursor.hasNext();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public R next() {
        lock.lock();
        try {
            checkUsable();
            return row.apply(cursor.next());
        } finally {
            lock.unlock();
        }
    }

    private void checkUsable() {
        if (closed) {
            throw new StorageClosedException(operation + ": the stream is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageInterruptedException(operation + ": the thread is interrupted", null);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                lifecycle.forget(this);
                cursor.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
