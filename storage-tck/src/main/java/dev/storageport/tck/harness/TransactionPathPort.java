// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.List;
import java.util.function.Function;

/** A port that does each single operation in a transaction; see {@link ExecutionPath#TRANSACTION}. */
final class TransactionPathPort extends ForwardingPort {

    private final StoragePort port;

    TransactionPathPort(StoragePort port) {
        super(port);
        this.port = port;
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        return port.transactReadOnly(operation);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return port.transact(TransactionAttempt.FIRST, inside -> inside.write(writes));
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        return port.transact(TransactionAttempt.FIRST, inside -> inside.delete(collection, filter));
    }

    /** Reads all of it, since the transaction must end before anybody sees a record. */
    @Override
    public RecordCursor scan(Scan scan) {
        return PositionedRecord.cursor(port.transactReadOnly(inside -> PositionedRecord.of(inside.scan(scan))));
    }

    @Override
    public <R> R sweep(Function<RecordOperations, R> work) {
        return port.sweep(work);
    }
}
