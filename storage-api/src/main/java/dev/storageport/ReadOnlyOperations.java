// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.ValueCount;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of a read-only transaction: reads are handed on, writes refused, whatever the database would say to them. */
record ReadOnlyOperations(RecordOperations operations) implements RecordOperations {

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        Write first = writes.get(0);
        throw refused(TextRules.document(first.collection().name(), first.key()) + ": write");
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        throw refused("collection " + collection.name() + ": delete");
    }

    private static UsageException refused(String what) {
        return new UsageException(what + ": the transaction is read-only");
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        return operations.read(collection, keys, projection);
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return operations.count(collection, filter);
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        return operations.countBy(collection, filter, index);
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return operations.scan(scan);
    }

    @Override
    public List<String> explain(Scan scan) {
        return operations.explain(scan);
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return operations.summarize(collection, percentiles);
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        return operations.staleRecords(collection, index, after, limit);
    }
}
