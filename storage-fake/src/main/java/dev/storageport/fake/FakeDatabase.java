// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.SchemaException;
import dev.storageport.SchemaStatus;
import dev.storageport.port.Catalog;
import dev.storageport.port.CatalogComparison;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Gate;
import dev.storageport.port.IndexDefinition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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

    /** As the other backends call the layout with the same abilities. */
    private static final int LAYOUT = 1;

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    private final Gate writer = new Gate(1, LOCK_TIMEOUT);
    private final Map<String, FakeTable> tables = new ConcurrentHashMap<>();
    private final FakeFaults faults;
    private final FakeStandby standby = new FakeStandby(this::copyForStandby);
    private final String identity = UUID.randomUUID().toString();
    private long committed;
    private @Nullable FakeDatabase copy;

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

    /** Returns the standby of this database; there is none until it is started. */
    public FakeStandby standby() {
        return standby;
    }

    /** Returns what no other database is called. */
    String identity() {
        return identity;
    }

    /** Returns how many changes there have been. */
    synchronized long committed() {
        return committed;
    }

    /** Counts a change that was made, and lets the standby make it. The caller holds the monitor. */
    private void log(Consumer<FakeDatabase> change) {
        committed++;
        FakeDatabase present = copy;
        if (present != null) {
            standby.receive(() -> change.accept(present));
        }
    }

    private synchronized void copyForStandby() {
        copy = snapshot();
        standby.begin(committed);
    }

    /** Returns what the standby has, also if it has ended; empty if there never was one. */
    synchronized Optional<FakeDatabase> copy() {
        return Optional.ofNullable(copy);
    }

    /** Adds what is missing, all of it or nothing, and returns that. */
    synchronized Catalog add(Catalog declared) {
        Catalog missing = compare(declared).missing();
        for (CollectionDefinition added : missing.collections()) {
            tables.getOrDefault(added.name(), new FakeTable(added.name())).checkRoom(added.indexes());
        }
        for (CollectionDefinition added : missing.collections()) {
            tables.computeIfAbsent(added.name(), FakeTable::new).add(added.indexes());
        }
        if (!missing.collections().isEmpty()) {
            log(copy -> copy.add(missing));
        }
        return missing;
    }

    synchronized CatalogComparison compare(Catalog declared) {
        Map<String, List<IndexDefinition>> stored = new HashMap<>();
        tables.forEach((name, table) -> stored.put(name, table.indexes()));
        return CatalogComparison.of(declared, stored);
    }

    synchronized SchemaStatus status() {
        return new SchemaStatus(
                LAYOUT,
                tables.keySet().stream()
                        .sorted()
                        .map(tables::get)
                        .map(FakeTable::status)
                        .toList());
    }

    void dropIndex(String collection, IndexDefinition index) {
        alone(() -> {
            FakeTable table = tables.get(collection);
            if (table != null) {
                table.drop(index);
            }
            log(copy -> copy.dropIndex(collection, index));
        });
    }

    void dropCollection(String collection) {
        alone(() -> {
            tables.remove(collection);
            log(copy -> copy.dropCollection(collection));
        });
    }

    /** Runs a change of what transactions take for granted when none is under way. */
    private void alone(Runnable change) {
        lockForWriting();
        try {
            synchronized (this) {
                change.run();
            }
        } finally {
            unlock();
        }
    }

    /**
     * Returns the committed rows; to be read under this object's monitor or by the holder of the writer lock.
     *
     * @throws SchemaException if there is no such collection: the program opened the database without creating it
     */
    FakeTable table(String collection) {
        FakeTable table = tables.get(collection);
        if (table == null) {
            throw SchemaException.missing("collection " + collection, null);
        }
        return table;
    }

    /** Returns a copy of what is committed, on which nothing is written. */
    synchronized FakeDatabase snapshot() {
        FakeDatabase snapshot = new FakeDatabase();
        snapshot.committed = committed;
        tables.forEach((name, table) -> snapshot.tables.put(name, table.copy()));
        return snapshot;
    }

    synchronized void commit(Map<String, Map<String, @Nullable FakeRow>> changes) {
        changes.forEach((collection, rows) -> table(collection).apply(rows));
        log(copy -> copy.commit(changes));
    }

    void lockForWriting() {
        writer.enter("the writer lock");
    }

    void unlock() {
        writer.leave();
    }
}
