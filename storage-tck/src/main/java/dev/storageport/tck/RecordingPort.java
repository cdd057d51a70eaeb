// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.Health;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.RecordStatistics;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Passes everything on to a port and keeps the writes made outside transactions. For one thread. */
final class RecordingPort implements StoragePort {

    private final StoragePort port;
    private final List<Write> writes = new ArrayList<>();

    RecordingPort(StoragePort port) {
        this.port = port;
    }

    /** Returns the writes so far; the list may be emptied. */
    List<Write> writes() {
        return writes;
    }

    @Override
    public List<WriteOutcome> write(List<Write> batch) {
        writes.addAll(batch);
        return port.write(batch);
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        return port.read(collection, keys, projection);
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        return port.delete(collection, filter);
    }

    @Override
    public long count(CollectionDefinition collection, Filter filter) {
        return port.count(collection, filter);
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return port.scan(scan);
    }

    @Override
    public RecordStatistics summarize(CollectionDefinition collection, List<Integer> percentiles) {
        return port.summarize(collection, percentiles);
    }

    @Override
    public String backend() {
        return port.backend();
    }

    @Override
    public void prepare(Catalog catalog) {
        port.prepare(catalog);
    }

    @Override
    public <R> R transact(Function<RecordOperations, R> work) {
        return port.transact(work);
    }

    @Override
    public Health health(Duration atMost) {
        return port.health(atMost);
    }

    @Override
    public void close() {
        port.close();
    }
}
