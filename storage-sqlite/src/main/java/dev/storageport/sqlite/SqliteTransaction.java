// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.TransactionAbortedException;
import dev.storageport.UsageException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one transaction, refused once one of them failed and once the transaction has ended. After some errors SQLite
 * rolls back by itself; whatever ran on the connection then would be committed at once, statement by statement.
 */
final class SqliteTransaction implements RecordOperations {

    private final RecordOperations operations;
    private @Nullable RuntimeException failure;
    private boolean ended;

    SqliteTransaction(RecordOperations operations) {
        this.operations = operations;
    }

    private <R> R guarded(Supplier<R> operation) {
        if (ended) {
            throw new UsageException("transaction: it has ended");
        }
        checkCommittable();
        try {
            return operation.get();
        } catch (RuntimeException failed) {
            failure = failed;
            throw failed;
        }
    }

    /** Refuses to go on after a failure. */
    void checkCommittable() {
        if (failure != null) {
            throw new TransactionAbortedException(
                    "transaction: an operation failed before, so it can only roll back", failure);
        }
    }

    void end() {
        ended = true;
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        return guarded(() -> operations.read(collection, keys, projection));
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return guarded(() -> operations.write(writes));
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        return guarded(() -> operations.delete(collection, filter));
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return guarded(() -> operations.count(collection, filter));
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return guarded(() -> operations.scan(scan));
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return guarded(() -> operations.summarize(collection, percentiles));
    }
}
