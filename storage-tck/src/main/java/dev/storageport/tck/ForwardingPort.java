// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.Health;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
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
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A port that hands everything on; a broken one overrides the one thing it does wrong. What is wrong about operations, inside
 * transactions and outside, is given as a function around them.
 */
class ForwardingPort implements StoragePort {

    private final StoragePort port;
    private final RecordOperations operations;
    private final UnaryOperator<RecordOperations> around;

    /** Hands everything on. */
    ForwardingPort(StoragePort port) {
        this(port, UnaryOperator.identity());
    }

    /** Hands operations to what the function makes of them. */
    ForwardingPort(StoragePort port, UnaryOperator<RecordOperations> around) {
        this.port = port;
        this.operations = around.apply(port);
        this.around = around;
    }

    @Override
    public String backend() {
        return port.backend();
    }

    @Override
    public Catalog prepare(Catalog catalog, SchemaMode mode) {
        return port.prepare(catalog, mode);
    }

    @Override
    public List<String> ddl(Catalog catalog) {
        return port.ddl(catalog);
    }

    @Override
    public SchemaStatus schema() {
        return port.schema();
    }

    @Override
    public void dropIndex(String collection, IndexDefinition index) {
        port.dropIndex(collection, index);
    }

    @Override
    public void dropCollection(String collection) {
        port.dropCollection(collection);
    }

    @Override
    public <R> R transact(Function<RecordOperations, R> work) {
        return port.transact(inside -> work.apply(around.apply(inside)));
    }

    @Override
    public Health health(Duration atMost) {
        return port.health(atMost);
    }

    @Override
    public void close() {
        port.close();
    }

    @Override
    public Map<String, StoredRecord> read(CollectionDefinition collection, Collection<String> keys, Projection parts) {
        return operations.read(collection, keys, parts);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return operations.write(writes);
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        return operations.delete(collection, filter);
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return operations.count(collection, filter);
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return operations.scan(scan);
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return operations.summarize(collection, percentiles);
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        return operations.countBy(collection, filter, index);
    }

    @Override
    public List<StoredRecord> notCurrent(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        return operations.notCurrent(collection, index, after, limit);
    }
}
