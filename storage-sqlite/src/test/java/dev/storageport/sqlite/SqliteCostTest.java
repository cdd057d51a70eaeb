// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.tck.cost.CostContract;
import dev.storageport.tck.cost.MeasuredHarness;
import dev.storageport.tck.harness.ForwardingHarness;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.sqlite.ProgressHandler;

/** What questions cost in steps of SQLite's virtual machine. */
final class SqliteCostTest extends CostContract {

    @Override
    protected MeasuredHarness measured() {
        return new CountingHarness(new AtomicLong());
    }

    /** Counts the steps of every connection, instead of watching the time of its statements. */
    private static final class CountingHarness extends ForwardingHarness implements MeasuredHarness {

        private final AtomicLong steps;

        CountingHarness(AtomicLong steps) {
            super(new SqliteHarness(connection -> count(connection, steps)), UnaryOperator.identity());
            this.steps = steps;
        }

        private static void count(Connection connection, AtomicLong steps) {
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
    }
}
