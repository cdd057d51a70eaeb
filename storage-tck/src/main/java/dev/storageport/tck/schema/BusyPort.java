// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.schema;

import dev.storageport.SchemaStatus;
import dev.storageport.TransactionConflictException;
import dev.storageport.port.Catalog;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A port among busy writers: of three calls that a conflict may meet two meet one, and the third is answered. */
final class BusyPort extends ForwardingPort {

    private final AtomicInteger calls = new AtomicInteger();

    BusyPort(StoragePort port) {
        super(port);
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        meet();
        return super.forward(operation);
    }

    @Override
    public SchemaStatus schema() {
        meet();
        return super.schema();
    }

    @Override
    public Catalog incomplete(Catalog catalog) {
        meet();
        return super.incomplete(catalog);
    }

    @Override
    public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
        meet();
        return super.transact(attempt, work);
    }

    @Override
    public <R> R sweep(Function<RecordOperations, R> work) {
        meet();
        return super.sweep(work);
    }

    private void meet() {
        if (calls.incrementAndGet() % 3 != 0) {
            throw new TransactionConflictException("as a backend reports it", null);
        }
    }
}
