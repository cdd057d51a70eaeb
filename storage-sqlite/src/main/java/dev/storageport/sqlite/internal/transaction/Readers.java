// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.PoolStatus;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.Position;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Sql;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import dev.storageport.sqlite.internal.statement.Operations;
import java.sql.SQLException;
import java.util.function.Function;

/** Reads of a file, on connections that can only read and never wait for the writer. */
public final class Readers implements ReadAccess {

    private final ReaderPool pool;
    private final HeldReaders held;

    Readers(ReaderPool pool, HeldReaders held) {
        this.pool = pool;
        this.held = held;
    }

    @Override
    public <R> R read(String place, Function<DatabaseConnection, R> work) {
        try (ReaderPool.Lease lease = pool.lend(place)) {
            return lease.connection().inDoubtAfterError(work);
        }
    }

    @Override
    public <R> R snapshot(String place, Function<DatabaseConnection, R> work) {
        ReaderPool.Lease lease = begun(place);
        try {
            return lease.connection().inDoubtAfterError(work);
        } finally {
            end(lease);
        }
    }

    private ReaderPool.Lease begun(String place) {
        ReaderPool.Lease lease = pool.lend(place);
        try {
            begin(place, lease.connection());
            return lease;
        } catch (RuntimeException | Error failed) {
            lease.close();
            throw failed;
        }
    }

    private static void end(ReaderPool.Lease snapshot) {
        try {
            snapshot.connection().rollback(); // there is nothing to commit
        } finally {
            snapshot.close();
        }
    }

    @Override
    public <R> R transact(String place, CollectionStatements collections, Function<RecordOperations, R> work) {
        try (Snapshot snapshot = snapshot(place)) {
            return work.apply(snapshot.operations(collections));
        }
    }

    /** Takes a reader and holds one snapshot with it, which is that of the first statement, until it is closed or takes too long. */
    Snapshot snapshot(String place) {
        ReaderPool.Lease lease = begun(place);
        try {
            return new Snapshot(lease, held.hold(place + ": a transaction", HeldReaders.Clock.USED, () -> end(lease)));
        } catch (RuntimeException | Error failed) {
            end(lease);
            throw failed;
        }
    }

    /** A reader in a transaction, which is taken away if nobody asks for long. */
    static final class Snapshot implements AutoCloseable {

        private final ReaderPool.Lease lease;
        private final HeldReaders.Held held;

        private Snapshot(ReaderPool.Lease lease, HeldReaders.Held held) {
            this.lease = lease;
            this.held = held;
        }

        RecordOperations operations(CollectionStatements collections) {
            Operations operations = new Operations(lease.connection(), collections);
            return new ForwardingOperations() {
                @Override
                protected <R> R forward(Function<RecordOperations, R> operation) {
                    return held.use(
                            () -> lease.connection().inDoubtAfterError(connection -> operation.apply(operations)));
                }
            };
        }

        @Override
        public void close() {
            held.close();
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
        RecordCursor cursor;
        try {
            cursor = lease.connection()
                    .inDoubtAfterError(connection -> new Operations(connection, collections).open(scan, lease::close));
        } catch (RuntimeException | Error failed) {
            lease.close();
            throw failed;
        }
        try {
            return new HeldCursor(cursor, held.hold(place + ": a stream", HeldReaders.Clock.OPENED, cursor::close));
        } catch (RuntimeException | Error failed) {
            cursor.close();
            throw failed;
        }
    }

    /** A cursor whose reader may be taken away. */
    private static final class HeldCursor implements RecordCursor {

        private final RecordCursor cursor;
        private final HeldReaders.Held held;

        /**
         * Creates it.
         *
         * @param held closes the cursor when it ends
         */
        private HeldCursor(RecordCursor cursor, HeldReaders.Held held) {
            this.cursor = cursor;
            this.held = held;
        }

        @Override
        public boolean hasNext() {
            return held.use(() -> {
                boolean more = cursor.hasNext();
                if (!more) {
                    held.close();
                }
                return more;
            });
        }

        @Override
        public StoredRecord next() {
            return held.use(cursor::next);
        }

        @Override
        public Position position() {
            return held.use(cursor::position);
        }

        @Override
        public void close() {
            held.close();
        }
    }

    @Override
    public PoolStatus status() {
        return pool.status();
    }
}
