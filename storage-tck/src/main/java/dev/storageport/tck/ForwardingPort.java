// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.Health;
import dev.storageport.PoolStatus;
import dev.storageport.SchemaMode;
import dev.storageport.SchemaStatus;
import dev.storageport.port.Catalog;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A port that hands everything on; a broken one overrides the one thing it does wrong. What is wrong about operations, inside
 * transactions and outside, is given as a function around them.
 */
class ForwardingPort extends ForwardingOperations implements StoragePort {

    private final StoragePort port;
    private final UnaryOperator<RecordOperations> around;
    private final RecordOperations alone;

    /** Hands everything on. */
    ForwardingPort(StoragePort port) {
        this(port, UnaryOperator.identity());
    }

    /** Hands operations to what the function makes of them. */
    ForwardingPort(StoragePort port, UnaryOperator<RecordOperations> around) {
        this.port = port;
        this.around = around;
        this.alone = around.apply(port);
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        return operation.apply(alone);
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
        return port.transact(attempt, inside -> work.apply(around.apply(inside)));
    }

    @Override
    public <R> R transactReadOnly(Function<RecordOperations, R> work) {
        return port.transactReadOnly(inside -> work.apply(around.apply(inside)));
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
