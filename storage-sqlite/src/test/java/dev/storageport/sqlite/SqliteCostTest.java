// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.StoragePort;
import dev.storageport.tck.cost.CostContract;
import dev.storageport.tck.cost.MeasuredHarness;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.sqlite.ProgressHandler;

/** What questions cost in steps of SQLite's virtual machine. */
final class SqliteCostTest extends CostContract {

    @Override
    protected MeasuredHarness measured() {
        return new CountingHarness();
    }

    /** Counts the steps of every connection, instead of watching the time of its statements. */
    private static final class CountingHarness implements MeasuredHarness {

        private final AtomicLong steps = new AtomicLong();
        private final SqliteHarness harness = new SqliteHarness(this::count);

        private void count(Connection connection) {
            try {
                ProgressHandler.setHandler(connection, 1, new ProgressHandler() {
                    @Override
                    protected int progress() {
                        steps.incrementAndGet();
                        return 0;
                    }
                });
            } catch (SQLException failed) {
                throw new AssertionError(failed);
            }
        }

        @Override
        public long work() {
            return steps.get();
        }

        @Override
        public StoragePort port() {
            return harness.port();
        }

        @Override
        public void breakConnections() {
            harness.breakConnections();
        }

        @Override
        public void close() {
            harness.close();
        }
    }
}
