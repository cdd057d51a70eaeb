// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.TransactionConflictException;
import dev.storageport.port.Catalog;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A port each of whose operations is a transaction of its own. What is scanned outside one stays outside: it is read as it is asked for. */
final class InTransactions extends ForwardingOperations implements StoragePort {

    private final StoragePort port;

    InTransactions(StoragePort port) {
        this.port = port;
    }

    /** Tries again as the library does, which has the writer then and so no conflict. */
    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        try {
            return port.transact(TransactionAttempt.FIRST, operation);
        } catch (TransactionConflictException conflict) {
            return port.transact(new TransactionAttempt(2), operation);
        }
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return port.scan(scan);
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
    public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
        return port.transact(attempt, work);
    }

    @Override
    public <R> R transactReadOnly(Function<RecordOperations, R> work) {
        return port.transactReadOnly(work);
    }

    @Override
    public <R> R reindexing(Function<RecordOperations, R> work) {
        return port.reindexing(work);
    }

    @Override
    public Optional<PoolStatus> pool() {
        return port.pool();
    }

    @Override
    public Health health(Duration atMost) {
        return port.health(atMost);
    }

    @Override
    public void close() {
        port.close();
    }
}
