// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.postgres.internal.connection.ConnectionExecutor;
import dev.storageport.postgres.internal.connection.TransactionControl.Kind;
import dev.storageport.postgres.internal.statement.CollectionSql;
import dev.storageport.postgres.internal.statement.Operations;
import dev.storageport.postgres.internal.statement.Page;
import dev.storageport.postgres.internal.statement.Statements;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is read outside a transaction on the sessions of one server, each call by itself. */
public final class Reads extends ForwardingOperations {

    private final ConnectionExecutor executor;
    private final SingleOperations singles;
    private final Supplier<Map<String, CollectionSql>> collections;

    /**
     * Creates them.
     *
     * @param singles reads single documents, on the same sessions
     */
    public Reads(
            ConnectionExecutor executor, SingleOperations singles, Supplier<Map<String, CollectionSql>> collections) {
        this.executor = executor;
        this.singles = singles;
        this.collections = collections;
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        return once(operation::apply);
    }

    /**
     * Runs one statement that reads, in a transaction that begins and ends with its request.
     *
     * <p>Also on our own sessions, where it would be as serializable without one: the server keeps what a statement has read for as long as it
     * might have written.
     */
    private <R> R once(Function<Operations, R> statement) {
        return executor.inTransaction(
                Kind.SERIALIZABLE_READ_ONLY,
                connection -> statement.apply(operations(new Statements(connection, executor.ownSessions(), true))));
    }

    private Operations operations(Statements statements) {
        return new Operations(collections.get(), statements, executor.errors(), false);
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        return keys.size() == 1
                ? singles.read(
                        new SingleOperations.Read(collection, keys.iterator().next(), projection))
                : super.read(collection, keys, projection);
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return Page.fits(scan) ? page(scan) : cursor(scan);
    }

    private RecordCursor page(Scan scan) {
        return once(operations -> operations.page(scan, false))
                .or(() -> once(operations -> operations.page(scan, true)))
                .orElseThrow();
    }

    private RecordCursor cursor(Scan scan) {
        return executor.opening(
                Kind.SERIALIZABLE_READ_ONLY,
                (connection, ending) -> operations(new Statements(connection, executor.ownSessions()))
                        .scan(scan, ending));
    }
}
