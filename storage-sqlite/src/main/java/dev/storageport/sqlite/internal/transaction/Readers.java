// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.PoolStatus;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Sql;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import dev.storageport.sqlite.internal.statement.Operations;
import java.sql.SQLException;
import java.util.function.Function;

/** Reads of a file, on connections that can only read and never wait for the writer. */
public final class Readers implements ReadAccess {

    private final ReaderPool pool;

    /** Opens the first reader. */
    public Readers(Database database) {
        pool = new ReaderPool(database);
    }

    @Override
    public <R> R read(String place, Function<DatabaseConnection, R> work) {
        try (ReaderPool.Lease lease = pool.lend(place)) {
            return lease.connection().inDoubtAfterError(work);
        }
    }

    @Override
    public <R> R snapshot(String place, Function<DatabaseConnection, R> work) {
        try (Snapshot snapshot = snapshot(place)) {
            return snapshot.connection().inDoubtAfterError(work);
        }
    }

    /** Takes a reader and holds one snapshot with it, which is that of the first statement, until it is closed. */
    Snapshot snapshot(String place) {
        ReaderPool.Lease lease = pool.lend(place);
        try {
            begin(place, lease.connection());
            return new Snapshot(lease);
        } catch (RuntimeException | Error failed) {
            lease.close();
            throw failed;
        }
    }

    /** A reader in a transaction. */
    static final class Snapshot implements AutoCloseable {

        private final ReaderPool.Lease lease;

        private Snapshot(ReaderPool.Lease lease) {
            this.lease = lease;
        }

        DatabaseConnection connection() {
            return lease.connection();
        }

        @Override
        public void close() {
            try {
                lease.connection().rollback(); // there is nothing to commit
            } finally {
                lease.close();
            }
        }
    }

    private static void begin(String place, DatabaseConnection connection) {
        try {
            connection.control(Sql.BEGIN_SNAPSHOT);
        } catch (SQLException failed) {
            throw connection.failed(place, failed);
        }
    }

    @Override
    public RecordCursor scan(String place, Scan scan, CollectionStatements collections) {
        ReaderPool.Lease lease = pool.lend(place);
        try {
            boolean transaction = Operations.takesTransaction(scan);
            if (transaction) {
                begin(place, lease.connection());
            }
            return new Operations(lease.connection(), collections).open(scan, () -> release(lease, transaction));
        } catch (RuntimeException | Error failed) {
            release(lease, Operations.takesTransaction(scan));
            throw failed;
        }
    }

    private static void release(ReaderPool.Lease lease, boolean transaction) {
        try {
            if (transaction) {
                lease.connection().rollback();
            }
        } finally {
            lease.close();
        }
    }

    @Override
    public PoolStatus status() {
        return pool.status();
    }

    @Override
    public void close() {
        pool.close();
    }
}
