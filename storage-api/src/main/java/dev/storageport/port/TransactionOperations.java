// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import dev.storageport.TransactionAbortedException;
import dev.storageport.UsageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one transaction of a backend, as every backend must guard them: refused once one of them failed, because no
 * database can be trusted to go on then, and once the work has ended. For use in {@link StoragePort#transact}.
 *
 * <p>PostgreSQL ignores all that follows an error, and its driver reports the commit as a success; SQLite may roll back on its own and
 * would commit at once, statement by statement, what runs on the connection afterwards.
 */
public final class TransactionOperations implements RecordOperations {

    private final RecordOperations operations;
    private final List<RecordCursor> cursors = new ArrayList<>();
    private @Nullable Throwable failure;
    private boolean ended;

    private TransactionOperations(RecordOperations operations) {
        this.operations = operations;
    }

    /**
     * Runs the work of a transaction; the caller begins the transaction before, and afterwards commits if this returns and rolls
     * back if it throws. Cursors that the work left open are closed.
     *
     * @param operations the operations in the open transaction
     * @return what the work returned
     * @throws TransactionAbortedException if an operation failed and the work returned all the same
     */
    public static <R> R run(RecordOperations operations, Function<RecordOperations, R> work) {
        TransactionOperations guarded = new TransactionOperations(operations);
        try {
            R result = work.apply(guarded);
            guarded.checkSound();
            return result;
        } finally {
            guarded.ended = true;
            Closing.all(guarded.cursors, RecordCursor::close);
        }
    }

    private void checkSound() {
        if (failure != null) {
            throw new TransactionAbortedException(
                    "an operation of this transaction failed before, so it can only roll back", failure);
        }
    }

    private <R> R guarded(Supplier<R> operation) {
        if (ended) {
            throw new UsageException("the transaction has ended");
        }
        checkSound();
        try {
            return operation.get();
        } catch (Throwable failed) { // an Error leaves an operation half done just as well
            failure = failed;
            throw failed;
        }
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
            public Position position() {
                return guarded(cursor::position);
            }

            @Override
            public void close() {
                cursors.remove(cursor);
                cursor.close();
            }
        };
    }

    @Override
    public List<String> explain(Scan scan) {
        return guarded(() -> operations.explain(scan));
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return guarded(() -> operations.summarize(collection, percentiles));
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        return guarded(() -> operations.countBy(collection, filter, index));
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        return guarded(() -> operations.staleRecords(collection, index, after, limit));
    }
}
