// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import dev.storageport.Health;
import dev.storageport.SchemaException;
import dev.storageport.StorageClosedException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.port.Catalog;
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
import dev.storageport.port.TransactionOperations;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import example.SmallDatabase.Table;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
    public void prepare(Catalog catalog) {
        writing(tables -> {
            for (CollectionDefinition declared : catalog.collections()) {
                Table stored = tables.putIfAbsent(declared.name(), Table.of(declared));
                if (stored != null) {
                    checkSame(declared, stored.definition());
                }
            }
            return catalog;
        });
    }

    private static void checkSame(CollectionDefinition declared, CollectionDefinition stored) {
        Stream.concat(declared.indexes().stream(), stored.indexes().stream())
                .filter(index -> !declared.indexes().contains(index) || !stored.indexes().contains(index))
                .map(IndexDefinition::name)
                .findFirst()
                .ifPresent(index -> {
                    throw new SchemaException("collection " + declared.name() + ", index " + index + ": differs", null);
                });
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
            R result = work.apply(tables);
            database.publish(tables);
            return result;
        } finally {
            database.writer.unlock();
        }
    }

    private SmallOperations reading() {
        checkOpen();
        return new SmallOperations(database.committed());
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageClosedException("the port is closed");
        }
    }

    @Override
    public <R> R transact(Function<RecordOperations, R> work) {
        return writing(tables -> TransactionOperations.run(new SmallOperations(tables), work));
    }

    @Override
    public Map<String, StoredRecord> read(CollectionDefinition c, Collection<String> keys, Projection projection) {
        return reading().read(c, keys, projection);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return writing(tables -> new SmallOperations(tables).write(writes));
    }

    @Override
    public long delete(CollectionDefinition c, Filter filter) {
        return writing(tables -> new SmallOperations(tables).delete(c, filter));
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
    public Health health(Duration atMost) {
        return new Health(!closed, backend(), closed ? "closed" : "ok", Duration.ZERO, Optional.empty(), Optional.empty());
    }

    @Override
    public void close() {
        closed = true;
    }
}
