// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.PoolStatus;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import java.util.function.Function;

/** Where reads outside a transaction run. */
public interface ReadAccess {

    /** Runs work that makes one statement, or others only while that one is under way, and so sees one snapshot. */
    <R> R read(String place, Function<DatabaseConnection, R> work);

    /** Runs work of several statements on one snapshot. */
    <R> R snapshot(String place, Function<DatabaseConnection, R> work);

    /** Runs work of somebody else, who may take his time, on one snapshot. */
    <R> R transact(String place, CollectionStatements collections, Function<RecordOperations, R> work);

    /** Opens a cursor that keeps what it needs until it is closed. */
    RecordCursor scan(String place, Scan scan, CollectionStatements collections);

    PoolStatus status();
}
