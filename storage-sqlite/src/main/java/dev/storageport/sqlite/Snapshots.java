// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Snapshots for transactions, which may hold them for long: on all readers but one, which is left to those who only read. */
final class Snapshots {

    private final Readers readers;
    private final SqliteOptions options;
    private final Semaphore free;

    Snapshots(Readers readers, SqliteOptions options) {
        this.readers = readers;
        this.options = options;
        free = new Semaphore(options.readers() - 1);
    }

    /** Takes a snapshot, waiting for one of those that may be held. */
    Held hold(String place) {
        boolean mine = false;
        try {
            mine = free.tryAcquire() || free.tryAcquire(options.poolTimeout().toNanos(), TimeUnit.NANOSECONDS);
            if (!mine) {
                throw new StorageTimeoutException(
                        place + ": waited " + options.poolTimeout() + " for a snapshot; transactions hold all "
                                + (options.readers() - 1) + " that there are for them, others waiting "
                                + free.getQueueLength(),
                        null);
            }
            Held held = new Held(readers.snapshot(place));
            mine = false;
            return held;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException(place + ": interrupted while it waited for a snapshot", interrupted);
        } finally {
            if (mine) {
                free.release();
            }
        }
    }

    /** A snapshot in the hands of one transaction. */
    final class Held implements AutoCloseable {

        private final Readers.Snapshot snapshot;

        private Held(Readers.Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        DatabaseConnection connection() {
            return snapshot.connection();
        }

        /** Gives it back. Called once. */
        @Override
        public void close() {
            try {
                snapshot.close();
            } finally {
                free.release();
            }
        }
    }
}
