// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.StoragePort;
import dev.storageport.tck.harness.StandbyScript;
import dev.storageport.tck.harness.StorageHarness;
import dev.storageport.tck.transactions.StandbyReadsContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The rules of reads from standbys, with a real one. */
final class PostgresStandbyContractTest extends StandbyReadsContract {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static @Nullable PrimaryAndStandby servers;

    @BeforeAll
    static void start() {
        servers = new PrimaryAndStandby();
    }

    @AfterAll
    static void stop() {
        running().close();
    }

    private static PrimaryAndStandby running() {
        PrimaryAndStandby present = servers;
        if (present == null) {
            throw new IllegalStateException("the servers do not run");
        }
        return present;
    }

    @Override
    protected StorageHarness harness() {
        try {
            return new Harness();
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** A database of its own, whose standby is reached through a proxy that can be closed. */
    private static final class Harness implements StorageHarness {

        private final String database = "standby_" + SCHEMAS.incrementAndGet();
        private final CuttingProxy proxy =
                new CuttingProxy(running().standby().address().port());

        Harness() throws IOException {
            running().primary().address().createDatabase(database);
        }

        @Override
        public StoragePort port() {
            String url = running()
                    .url("poolSize=4&sslmode=disable&applicationName=" + database, proxy.port())
                    .replace("/postgres?", "/" + database + "?");
            PostgresPort port = (PostgresPort) PostgresStorage.port(PostgresOptions.parse(url));
            return new FoundStandbyPort(port);
        }

        @Override
        public String path() {
            return "with a standby";
        }

        @Override
        public void breakConnections() {
            TestDatabase.execute(
                    running().primary().address(),
                    "postgres",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + database
                            + "'");
        }

        @Override
        public Optional<StandbyScript> standby() {
            return Optional.of(new StandbyScript() {
                @Override
                public void pause() {
                    running().awaitStandby();
                    running().pause();
                }

                @Override
                public void resume() {
                    running().resume();
                }

                @Override
                public void end() {
                    closeProxy();
                }
            });
        }

        private void closeProxy() {
            try {
                proxy.close();
                TestDatabase.execute(
                        running().standby().address(),
                        "postgres",
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + database
                                + "'");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() {
            running().resume();
            closeProxy();
            running().primary().address().dropDatabase(database);
        }
    }
}
