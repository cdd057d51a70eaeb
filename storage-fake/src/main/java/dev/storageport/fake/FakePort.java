// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.Health;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StandbyReads;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** One client of a {@link FakeDatabase}. */
final class FakePort implements StoragePort {

    private final FakeDatabase database;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final StandbyReads standbyReads;

    FakePort(FakeDatabase database) {
        this(database, () -> {});
    }

    /**
     * Creates a client.
     *
     * @param whenClosed runs once, when this is closed
     */
    FakePort(FakeDatabase database, Runnable whenClosed) {
        this.database = database;
        this.whenClosed = whenClosed;
        this.standbyReads = new FakeStandbyReads(database, this::checkOpen);
    }

    @Override
    public String backend() {
        return "memory";
    }

    @Override
    public Catalog prepare(Catalog catalog, SchemaMode mode) {
        beforeOperation();
        return switch (mode) {
            case MIGRATE -> database.add(catalog);
            case VALIDATE -> validated(catalog);
            case NONE -> new Catalog(List.of());
        };
    }

    private Catalog validated(Catalog catalog) {
        database.compare(catalog).requireComplete();
        return new Catalog(List.of());
    }

    /** Returns lines for people: there is no language to create this database with. */
    @Override
    public List<String> ddl(Catalog catalog) {
        beforeOperation();
        return database.compare(catalog).inWords().stream()
                .map(missing -> "create " + missing)
                .toList();
    }

    @Override
    public SchemaStatus schema() {
        beforeOperation();
        return database.status();
    }

    @Override
    public void dropIndex(String collection, IndexDefinition index) {
        beforeOperation();
        database.dropIndex(collection, index);
    }

    @Override
    public void dropCollection(String collection) {
        beforeOperation();
        database.dropCollection(collection);
    }

    @Override
    public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
        checkOpen();
        return writing(operations -> {
            R result = work.apply(new FaultyOperations(operations, this::beforeOperation));
            beforeOperation();
            return result;
        });
    }

    @Override
    public <R> R transactReadOnly(Function<RecordOperations, R> work) {
        checkOpen();
        FakeDatabase snapshot = database.snapshot();
        return work.apply(new FaultyOperations(new FakeOperations(snapshot), this::beforeOperation));
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
            operations.changes().commit();
            if (!operations.changes().isEmpty()) {
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
    public List<String> explain(Scan scan) {
        return reading(operations -> operations.explain(scan));
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return reading(operations -> operations.summarize(collection, percentiles));
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        return reading(operations -> operations.countBy(collection, filter, index));
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        return reading(operations -> operations.staleRecords(collection, index, after, limit));
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
        if (closed.get()) {
            throw new StorageClosedException("the port is closed");
        }
    }

    @Override
    public Optional<StandbyReads> standbyReads() {
        return Optional.of(standbyReads);
    }

    @Override
    public Health health(Duration atMost) {
        return closed.get()
                ? Health.down(backend(), "closed", Duration.ZERO)
                : Health.builder(backend())
                        .message("ok: in memory")
                        .isolation("serializable")
                        .durability("none")
                        .build();
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            whenClosed.run();
        }
    }

    /** The operations inside a transaction, each after a look at the script of faults. */
    private static final class FaultyOperations extends ForwardingOperations {

        private final RecordOperations operations;
        private final Runnable before;

        FaultyOperations(RecordOperations operations, Runnable before) {
            this.operations = operations;
            this.before = before;
        }

        @Override
        protected <R> R forward(Function<RecordOperations, R> operation) {
            before.run();
            return operation.apply(operations);
        }
    }
}
