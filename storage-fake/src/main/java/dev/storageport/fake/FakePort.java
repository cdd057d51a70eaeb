// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.Health;
import dev.storageport.StorageClosedException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionOperations;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One client of a {@link FakeDatabase}. */
final class FakePort implements StoragePort {

    private final FakeDatabase database;
    private volatile boolean closed;

    FakePort(FakeDatabase database) {
        this.database = database;
    }

    @Override
    public String backend() {
        return "memory";
    }

    @Override
    public void prepare(Catalog catalog) {
        beforeOperation();
        database.prepare(catalog);
    }

    @Override
    public <R> R transact(Function<RecordOperations, R> work) {
        checkOpen();
        return writing(operations -> {
            R result = TransactionOperations.run(new FaultyOperations(operations, this::beforeOperation), work);
            beforeOperation();
            return result;
        });
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        beforeOperation();
        return writing(operations -> operations.write(writes));
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        beforeOperation();
        return writing(operations -> operations.delete(collection, filter));
    }

    private <R> R writing(Function<RecordOperations, R> work) {
        database.lockForWriting();
        try {
            FakeOperations operations = new FakeOperations(database);
            R result = work.apply(operations);
            database.commit(operations.changes());
            if (operations.hasChanges()) {
                database.faults().afterCommit();
            }
            return result;
        } finally {
            database.unlock();
        }
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        return reading(operations -> operations.read(collection, keys, projection));
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return reading(operations -> operations.count(collection, filter));
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return reading(operations -> operations.scan(scan));
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return reading(operations -> operations.summarize(collection, percentiles));
    }

    private <R> R reading(Function<RecordOperations, R> work) {
        beforeOperation();
        synchronized (database) {
            return work.apply(new FakeOperations(database));
        }
    }

    private void beforeOperation() {
        checkOpen();
        database.faults().beforeOperation();
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageClosedException("the port is closed");
        }
    }

    @Override
    public Health health(Duration atMost) {
        return new Health(
                !closed,
                backend(),
                closed ? "closed" : "ok: in memory",
                Duration.ZERO,
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public void close() {
        closed = true;
    }
}
