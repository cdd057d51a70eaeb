// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageTimeoutException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory: sorted maps and a lock. It outlives the storages opened on it, as a server outlives its clients, and several
 * may be open on it at once.
 *
 * <p>One writer at a time holds the writer lock, a transaction from its first operation to its end, so transactions are serial.
 * Changes are gathered aside and become visible together at the commit, under the monitor of this object; readers take the monitor
 * only, so they never wait for a transaction.
 */
public final class FakeDatabase {

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    private final ReentrantLock writer = new ReentrantLock(true);
    private final Map<String, FakeTable> tables = new ConcurrentHashMap<>();
    private final FakeFaults faults;

    /** Creates an empty database whose faults cannot delay, since it has no clock to move. */
    public FakeDatabase() {
        faults = new FakeFaults(null);
    }

    /**
     * Creates an empty database.
     *
     * @param clock the clock of the storages opened on it, which scripted delays move
     */
    public FakeDatabase(ManualClock clock) {
        faults = new FakeFaults(clock);
    }

    /** Returns the script of what goes wrong next. */
    public FakeFaults faults() {
        return faults;
    }

    synchronized void prepare(Catalog catalog) {
        for (CollectionDefinition declared : catalog.collections()) {
            FakeTable table = tables.get(declared.name());
            if (table != null) {
                table.checkFits(declared);
            }
        }
        for (CollectionDefinition declared : catalog.collections()) {
            tables.putIfAbsent(declared.name(), new FakeTable(declared));
        }
    }

    /** Returns the committed rows; to be read under this object's monitor or by the holder of the writer lock. */
    FakeTable table(CollectionDefinition collection) {
        FakeTable table = tables.get(collection.name());
        if (table == null) {
            throw new IllegalStateException("collection " + collection.name() + " was not prepared");
        }
        return table;
    }

    synchronized void commit(Map<CollectionDefinition, Map<String, @Nullable FakeRow>> changes) {
        changes.forEach((collection, rows) -> table(collection).apply(rows));
    }

    void lockForWriting() {
        try {
            if (!writer.tryLock(LOCK_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StorageTimeoutException("waited " + LOCK_TIMEOUT + " for the writer lock", null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException("interrupted while waiting for the writer lock", interrupted);
        }
    }

    void unlock() {
        writer.unlock();
    }
}
