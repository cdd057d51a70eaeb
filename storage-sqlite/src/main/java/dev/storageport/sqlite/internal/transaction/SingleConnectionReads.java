// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.PoolStatus;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import dev.storageport.sqlite.internal.statement.Operations;
import java.util.function.Function;

/** Reads of a database in memory, on its only connection, in turn with the writes. A scan is read fully at the call. */
public final class SingleConnectionReads implements ReadAccess {

    private final WriterConnection writer;

    public SingleConnectionReads(WriterConnection writer) {
        this.writer = writer;
    }

    @Override
    public <R> R read(String place, Function<DatabaseConnection, R> work) {
        return writer.use(place, work);
    }

    @Override
    public <R> R snapshot(String place, Function<DatabaseConnection, R> work) {
        return writer.use(place, work);
    }

    @Override
    public <R> R transact(String place, CollectionStatements collections, Function<RecordOperations, R> work) {
        return writer.use(place, connection -> work.apply(new Operations(connection, collections)));
    }

    @Override
    public RecordCursor scan(String place, Scan scan, CollectionStatements collections) {
        return writer.use(place, connection -> new Operations(connection, collections).scan(scan));
    }

    @Override
    public PoolStatus status() {
        return writer.status();
    }
}
