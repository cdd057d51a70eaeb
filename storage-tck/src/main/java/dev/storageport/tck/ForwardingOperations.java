// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

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

/** Operations that hand everything on; broken ones override the one thing they do wrong. */
class ForwardingOperations implements RecordOperations {

    protected final RecordOperations operations;

    ForwardingOperations(RecordOperations operations) {
        this.operations = operations;
    }

    @Override
    public Map<String, StoredRecord> read(CollectionDefinition collection, Collection<String> keys, Projection parts) {
        return operations.read(collection, keys, parts);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return operations.write(writes);
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        return operations.delete(collection, filter);
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return operations.count(collection, filter);
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
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        return operations.countBy(collection, filter, index);
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        return operations.staleRecords(collection, index, after, limit);
    }
}
