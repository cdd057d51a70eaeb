// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.List;
import java.util.function.Function;

/**
 * Operations that look through documents without being in the way of anybody, and then write some as everybody writes.
 *
 * <pre>
 * READ COMMITTED: which documents? ── ROLLBACK ── SERIALIZABLE: write those of the same revision ── COMMIT
 * </pre>
 *
 * The question would be in conflict with each program that writes what it looks through, so it is asked apart; the revisions tell
 * whether its answer still holds. The writes themselves have to be serializable, even those that change no document: they make a new
 * version of the row, and the server knows only from serializable transactions that whoever has read the former version is in conflict
 * with whoever deletes the new one.
 */
public final class SweepOperations extends ForwardingOperations {

    private final RecordOperations operations;
    private final Runnable beforeFirstWrite;
    private boolean writing;

    public SweepOperations(RecordOperations operations, Runnable beforeFirstWrite) {
        this.operations = operations;
        this.beforeFirstWrite = beforeFirstWrite;
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        if (!writing) {
            writing = true;
            beforeFirstWrite.run();
        }
        return operations.write(writes);
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        throw new UnsupportedOperationException("writes without a revision");
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        return operation.apply(operations);
    }
}
