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
 * Keeps the only lanes of a port busy, by a write and a read of the table of {@link Samples#PLAIN}, which take as long as this is open; what
 * is called meanwhile waits and runs together when the lanes are free again. They wait for no lock, which would not keep a lane.
 */
final class HeldPermits implements AutoCloseable {

    /** Makes reads and writes of the table go on only when nobody holds the lock, for which they do not ask. */
    private static final List<String> SLOW = List.of(
            "CREATE FUNCTION held() RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$ BEGIN"
                    + " WHILE EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
                    + " LOOP PERFORM pg_sleep(0.01); END LOOP; RETURN true; END $$",
            "CREATE FUNCTION held_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " PERFORM public.held(); RETURN NEW; END $$",
            "ALTER TABLE storageport.\"order\" RENAME TO order_held",
            "CREATE TRIGGER held BEFORE INSERT ON storageport.order_held FOR EACH ROW EXECUTE FUNCTION held_row()",
            "CREATE VIEW storageport.\"order\" AS SELECT * FROM storageport.order_held WHERE (SELECT public.held())");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Connection blocker;

    HeldPermits(TestDatabase database, PostgresPort port) throws SQLException {
        blocker = database.connect();
        if (database.query("SELECT to_regclass('storageport.order_held') IS NULL")
                .equals("t")) {
            SLOW.forEach(database::execute);
        }
        try (Statement lock = blocker.createStatement()) {
            lock.execute("SELECT pg_advisory_lock(4711)");
        }
        hold(() -> port.write(List.of(Samples.put(Samples.PLAIN, "holder", "{}"))));
        hold(() -> port.read(Samples.PLAIN, List.of("holder"), Projection.METADATA));
        WaitingCalls.await(
                database,
                "SELECT count(*) = 2 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = '"
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
        try (Statement lock = blocker.createStatement()) {
            lock.execute("SELECT pg_advisory_unlock_all()");
        }
    }

    @Override
    public void close() throws SQLException {
        blocker.close();
        threads.shutdownNow();
    }
}
