// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

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

/** The operations inside a transaction, each after a look at the script of faults. */
record FaultyOperations(RecordOperations operations, Runnable before) implements RecordOperations {

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        before.run();
        return operations.read(collection, keys, projection);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        before.run();
        return operations.write(writes);
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        before.run();
        return operations.delete(collection, filter);
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        before.run();
        return operations.count(collection, filter);
    }

    @Override
    public RecordCursor scan(Scan scan) {
        before.run();
        return operations.scan(scan);
    }

    @Override
    public List<String> explain(Scan scan) {
        before.run();
        return operations.explain(scan);
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        before.run();
        return operations.summarize(collection, percentiles);
    }

    @Override
    public List<ValueCount> countBy(CollectionDefinition collection, Filter filter, String index) {
        before.run();
        return operations.countBy(collection, filter, index);
    }

    @Override
    public List<StoredRecord> staleRecords(
            CollectionDefinition collection, String index, Optional<String> after, int limit) {
        before.run();
        return operations.staleRecords(collection, index, after, limit);
    }
}
