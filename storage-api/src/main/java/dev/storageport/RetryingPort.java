// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the upkeep of indexes asks of a port, repeated after conflicts and outages as the operations of an application are. A look may meet a
 * conflict too: where it falls between two writers, their order may leave none for it.
 */
record RetryingPort(StoragePort port, Retrier retrier) {

    SchemaStatus schema() {
        return retrier.run("schema status", port::schema);
    }

    Catalog incomplete(Catalog catalog) {
        return retrier.run("look for incomplete indexes", () -> port.incomplete(catalog));
    }

    List<StoredRecord> staleRecords(CollectionDefinition collection, String index, Optional<String> after, int limit) {
        return retrier.run(
                "look at index " + index + " of " + collection.place(),
                () -> port.staleRecords(collection, index, after, limit));
    }

    long count(CollectionDefinition collection) {
        return retrier.run("count of " + collection.place(), () -> port.count(collection, new Filter.All()));
    }

    /** Runs work as {@link StoragePort#sweep} does, so that it may be run again. */
    <R> R sweep(String operation, Function<RecordOperations, R> work) {
        return retrier.run(operation, () -> port.sweep(work));
    }
}
