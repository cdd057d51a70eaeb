// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Headroom;
import dev.storageport.port.RecordCursor;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A backend's cursor on its way to the application, closed by whoever comes first: its reader, the storage, or the garbage collector for a
 * reader that forgot it. The lock keeps them apart; a stream that is closed under its reader reports that instead of an early end.
 *
 * <p>It does not know its {@link StorageCursor}, so that who tracks it does not keep that from being collected.
 */
final class OpenStream {

    private final Lifecycle lifecycle;
    private final String backend;
    private final String operation;
    private final @Nullable Throwable openedHere;
    private final long openedAt = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();

    /** Set by who wants it closed, before the lock is asked for: whoever has that sees to it then. */
    private volatile boolean closed;

    private @Nullable RecordCursor cursor;

    /** Written under the lock. */
    private volatile boolean ended;

    private boolean exhausted;

    /**
     * Creates a stream that has no cursor yet.
     *
     * @param openedHere where, if that is wanted
     */
    OpenStream(Lifecycle lifecycle, String backend, String operation, @Nullable Throwable openedHere) {
        this.lifecycle = lifecycle;
        this.backend = backend;
        this.operation = operation;
        this.openedHere = openedHere;
    }

    /** Takes the cursor, and nothing if this fails. */
    void begin(Supplier<RecordCursor> scan, Object reader) {
        boolean begun = false;
        try {
            cursor = scan.get();
            lifecycle.track(this, reader);
            begun = true;
        } finally {
            if (!begun) {
                closed = true;
                end();
            }
        }
    }

    String operation() {
        return operation;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - openedAt);
    }

    @Nullable
    Throwable openedHere() {
        return openedHere;
    }

    /** Returns whether there is another record; a stream that was read to its end is as good as closed. */
    boolean hasNext() {
        return step(open -> {
            exhausted = exhausted || !open.hasNext();
            return !exhausted;
        });
    }

    <V> V step(Function<RecordCursor, V> step) {
        Headroom.require();
        lock.lock();
        try {
            return StorageException.located(backend, operation, () -> {
                checkUsable();
                return step.apply(Objects.requireNonNull(cursor));
            });
        } finally {
            try {
                if (closed || exhausted) { // perhaps meanwhile, by somebody who did not wait
                    end();
                }
            } finally {
                lock.unlock();
            }
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

    /** Closes it when the step under way has ended. */
    void close() {
        closed = true;
        try {
            Headroom.require();
        } catch (StackOverflowError noRoom) { // a Stream runs this only once, so somebody else has to
            lifecycle.leftClosing();
            throw noRoom;
        }
        lock.lock();
        try {
            StorageException.located(backend, operation, () -> {
                end();
                return this;
            });
        } finally {
            lock.unlock();
        }
    }

    /** Closes it now, or lets the step that is under way do it if that does not end within so long. */
    void closeWithin(long nanos) {
        closed = true;
        boolean locked = false;
        try {
            locked = lock.tryLock(nanos, TimeUnit.NANOSECONDS);
            if (locked) {
                end();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    /** Returns whether nobody has to close it any more, or somebody has begun to. */
    boolean isClosed() {
        return closed || ended;
    }

    /** Returns whether somebody has begun to close it and not come to it. */
    boolean isLeftClosing() {
        return closed && !ended;
    }

    private void end() {
        if (!ended) {
            ended = true;
            lifecycle.forget(this);
            if (cursor != null) {
                cursor.close();
            }
        }
    }
}
