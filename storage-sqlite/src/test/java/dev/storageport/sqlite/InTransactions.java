// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.TransactionConflictException;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.function.Function;

/** A port each of whose operations is a transaction of its own. What is scanned outside one stays outside: it is read as it is asked for. */
final class InTransactions extends ForwardingPort {

    private final StoragePort port;

    InTransactions(StoragePort port) {
        super(port);
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
    public <R> R sweep(Function<RecordOperations, R> work) {
        return port.sweep(work);
    }
}
