// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.List;
import java.util.function.Function;

/** The operations of a read-only transaction: reads are handed on, writes refused, whatever the database would say to them. */
final class ReadOnlyOperations extends ForwardingOperations {

    private final RecordOperations operations;

    ReadOnlyOperations(RecordOperations operations) {
        this.operations = operations;
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        return operation.apply(operations);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        Write first = writes.get(0);
        throw refused(TextRules.document(first.collection().name(), first.key()));
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        throw refused("collection " + collection.name());
    }

    private static UsageException refused(String where) {
        return new UsageException(where + ": the transaction is read-only");
    }
}
