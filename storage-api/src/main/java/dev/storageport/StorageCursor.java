// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.RecordCursor;
import dev.storageport.port.StoredRecord;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A backend's cursor that can be closed by its reader or, from another thread, by the storage; the lock keeps the two apart. A
 * cursor closed under its reader reports that instead of an early end.
 */
final class StorageCursor<R> implements RowIterator<R> {

    private final RecordCursor cursor;
    private final Function<StoredRecord, R> row;
    private final Lifecycle lifecycle;
    private final String backend;
    private final String operation;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    StorageCursor(
            RecordCursor cursor, Function<StoredRecord, R> row, Lifecycle lifecycle, String backend, String operation) {
        this.cursor = cursor;
        this.row = row;
        this.lifecycle = lifecycle;
        this.backend = backend;
        this.operation = operation;
        lifecycle.track(this);
    }

    @Override
    public boolean hasNext() {
        return step(cursor::hasNext);
    }

    @Override
    public R next() {
        return step(() -> row.apply(cursor.next()));
    }

    private <V> V step(Supplier<V> step) {
        lock.lock();
        try {
            return StorageException.located(backend, operation, () -> {
                checkUsable();
                return step.get();
            });
        } finally {
            lock.unlock();
        }
    }

    private void checkUsable() {
        if (closed) {
            throw new StorageClosedException("the stream is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageInterruptedException("the thread is interrupted", null);
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
