// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.TransactionAbortedException;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations of one transaction: after one that failed there is only a rollback, and cursors end with it. */
final class PostgresTransaction implements RecordOperations {

    private final PostgresOperations operations;
    private final List<RecordCursor> cursors = new ArrayList<>();
    private @Nullable RuntimeException failure;

    PostgresTransaction(PostgresOperations operations) {
        this.operations = operations;
    }

    private <R> R guarded(Supplier<R> operation) {
        requireSound();
        try {
            return operation.get();
        } catch (RuntimeException failed) {
            failure = failed;
            throw failed;
        }
    }

    /** Refuses to go on, and to commit, after a failed operation. */
    void requireSound() {
        if (failure != null) {
            throw new TransactionAbortedException(
                    "an operation of this transaction failed before, so it can only roll back", failure);
        }
    }

    void closeCursors() {
        cursors.forEach(RecordCursor::close);
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
        RecordCursor cursor = guarded(() -> operations.scan(scan));
        cursors.add(cursor);
        return new RecordCursor() {
            @Override
            public boolean hasNext() {
                return guarded(cursor::hasNext);
            }

            @Override
            public StoredRecord next() {
                return guarded(cursor::next);
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return guarded(() -> operations.summarize(collection, percentiles));
    }
}
