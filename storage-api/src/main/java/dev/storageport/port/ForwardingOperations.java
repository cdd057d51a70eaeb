// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Operations that hand every call on. A decorator says in {@link #forward} what it stands in front of and what it does around each call,
 * and overrides the operations that it changes; so a new operation of the port is one more method here.
 */
public abstract class ForwardingOperations implements RecordOperations {

    /** For subclasses. */
    protected ForwardingOperations() {}

    /**
     * Runs an operation on what this stands in front of.
     *
     * @param operation to be run once; its result and its failure are those of the call
     */
    protected abstract <R> R forward(Function<RecordOperations, R> operation);

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        return forward(operations -> operations.read(collection, keys, projection));
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return forward(operations -> operations.write(writes));
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        return forward(operations -> operations.delete(collection, filter));
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return forward(operations -> operations.count(collection, filter));
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        return forward(operations -> operations.countBy(collection, filter, index));
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return forward(operations -> operations.scan(scan));
    }

    @Override
    public List<String> explain(Scan scan) {
        return forward(operations -> operations.explain(scan));
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return forward(operations -> operations.summarize(collection, percentiles));
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        return forward(operations -> operations.staleRecords(collection, index, after, limit));
    }
}
