// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.StorageException;
import dev.storageport.port.Projection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Keeps the only lanes of a port busy, by a write and a read of the table of {@link Samples#PLAIN}, which is locked; what is called
 * meanwhile waits and runs together when the lanes are free again.
 */
final class HeldPermits implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Connection blocker;

    HeldPermits(TestDatabase database, PostgresPort port) throws SQLException {
        blocker = database.connect();
        blocker.setAutoCommit(false);
        try (Statement lock = blocker.createStatement()) {
            lock.execute("LOCK TABLE storageport.\"order\" IN ACCESS EXCLUSIVE MODE");
        }
        hold(() -> port.write(List.of(Samples.put(Samples.PLAIN, "holder", "{}"))));
        hold(() -> port.read(Samples.PLAIN, List.of("holder"), Projection.METADATA));
        WaitingCalls.await(
                database,
                "SELECT count(*) = 2 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '"
                        + database.name() + "'");
    }

    private void hold(Runnable operation) {
        threads.execute(() -> {
            try {
                operation.run();
            } catch (StorageException ended) {
                // A test may close the port, or cut its connections.
            }
        });
    }

    void release() throws SQLException {
        blocker.rollback();
    }

    @Override
    public void close() throws SQLException {
        blocker.close();
        threads.shutdownNow();
    }
}
