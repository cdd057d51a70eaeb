// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import dev.storageport.Health;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.SchemaStatus.CollectionStatus;
import dev.storageport.SchemaStatus.IndexState;
import dev.storageport.SchemaStatus.IndexStatus;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.StorageUnavailableException;
import dev.storageport.port.Catalog;
import dev.storageport.port.CatalogComparison;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import example.SmallDatabase.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A backend by somebody else, as small as a correct one gets. */
final class SmallPort implements StoragePort {

    private final SmallDatabase database;
    private volatile boolean closed;

    SmallPort(SmallDatabase database) {
        this.database = database;
    }

    @Override
    public String backend() {
        return "small";
    }

    @Override
    public Catalog prepare(Catalog catalog, SchemaMode mode) {
        return switch (mode) {
            case MIGRATE -> writing(tables -> added(tables, catalog));
            case VALIDATE -> validated(catalog);
            case NONE -> new Catalog(List.of());
        };
    }

    private static Catalog added(Map<String, Table> tables, Catalog catalog) {
        Catalog missing = compared(tables, catalog).missing();
        for (CollectionDefinition added : missing.collections()) {
            tables.computeIfAbsent(added.name(), name -> Table.empty()).indexes().addAll(added.indexes());
        }
        return missing;
    }

    private Catalog validated(Catalog catalog) {
        compared(database.committed(), catalog).requireComplete();
        return new Catalog(List.of());
    }

    private static CatalogComparison compared(Map<String, Table> tables, Catalog catalog) {
        Map<String, List<IndexDefinition>> stored = new HashMap<>();
        tables.forEach((name, table) -> stored.put(name, table.indexes()));
        return CatalogComparison.of(catalog, stored);
    }

    @Override
    public List<String> ddl(Catalog catalog) {
        return compared(database.committed(), catalog).inWords();
    }

    @Override
    public SchemaStatus schema() {
        checkOpen();
        List<CollectionStatus> collections = new ArrayList<>();
        database.committed().forEach((name, table) -> collections.add(new CollectionStatus(
                name,
                table.indexes().stream()
                        .sorted(Comparator.comparing(IndexDefinition::name))
                        .map(index -> new IndexStatus(
                                index,
                                IndexState.of(index.hasValues() && table.rows().values().stream()
                                        .anyMatch(row -> !row.upToDate().contains(index))),
                                Optional.empty()))
                        .toList())));
        return new SchemaStatus(1, collections);
    }

    @Override
    public void dropIndex(String collection, IndexDefinition index) {
        writing(tables -> tables.containsKey(collection) && tables.get(collection).drop(index));
    }

    @Override
    public void dropCollection(String collection) {
        writing(tables -> Optional.ofNullable(tables.remove(collection)));
    }

    private <R> R writing(Function<Map<String, Table>, R> work) {
        checkOpen();
        try {
            database.writer.lockInterruptibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageInterruptedException("interrupted while waiting for the writer", interrupted);
        }
        try {
            Map<String, Table> tables = database.copy();
            int connection = database.connection();
            R result = work.apply(tables);
            if (connection != database.connection()) {
                throw new StorageUnavailableException("the connection was lost", false, null);
            }
            database.publish(tables);
            return result;
        } finally {
            database.writer.unlock();
        }
    }

    private SmallOperations reading() {
        checkOpen();
        return operations(database.committed());
    }

    private SmallOperations operations(Map<String, Table> tables) {
        return new SmallOperations(tables, this::checkOpen);
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageClosedException("the port is closed");
        }
    }

    @Override
    public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
        return writing(tables -> work.apply(operations(tables)));
    }

    @Override
    public <R> R transactReadOnly(Function<RecordOperations, R> work) {
        return work.apply(reading());
    }

    @Override
    public Map<String, StoredRecord> read(CollectionDefinition c, Collection<String> keys, Projection projection) {
        return reading().read(c, keys, projection);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return writing(tables -> operations(tables).write(writes));
    }

    @Override
    public long delete(CollectionDefinition c, Filter filter) {
        return writing(tables -> operations(tables).delete(c, filter));
    }

    @Override
    public long count(CollectionDefinition c, Filter filter) {
        return reading().count(c, filter);
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return reading().scan(scan);
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition c, List<Integer> percentiles) {
        return reading().summarize(c, percentiles);
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition c, Filter filter, String index) {
        return reading().countBy(c, filter, index);
    }

    @Override
    public List<String> explain(Scan scan) {
        return reading().explain(scan);
    }

    @Override
    public List<StoredRecord> staleRecords(CollectionDefinition c, String index, Optional<String> after, int limit) {
        return reading().staleRecords(c, index, after, limit);
    }

    @Override
    public Health health(Duration atMost) {
        return closed
                ? Health.down(backend(), "closed", Duration.ZERO)
                : Health.builder(backend()).build();
    }

    @Override
    public void close() {
        closed = true;
    }
}
