// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.postgres.server.PostgresServerOptions;
import dev.storageport.tck.rule.Rule;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is left when the server dies without warning while it is written to; rule DUR-3. */
class PostgresCrashTest {

    private static final int KILLS = 20;
    private static final int WRITERS = 8;
    private static final int LONGEST_MILLIS = 300;
    private static final Duration BACK = Duration.ofSeconds(20);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    @Rule("DUR-3")
    void dur3_serverKilledAtRandomMoments_keepsWhatWasAcknowledgedAndTheOpenStorageGoesOn() throws Exception {
        PostgresServerOptions durable = PostgresServerOptions.defaults().withFsync(true);
        try (PostgresServer server = PostgresServer.start(durable)) {
            server.address().createDatabase("crashing");
            String url = server.address().url("crashing") + "?poolSize=4&poolTimeout=1s&connectTimeout=2s";
            try (Storage storage = Storage.open(url, Tokens.SPEC)) {
                AuditedWorkload traffic = new AuditedWorkload(storage);
                for (int kill = 1; kill <= KILLS; kill++) {
                    crash(server, storage, traffic);
                    String when = "seed " + seed + ", after kill " + kill;
                    traffic.audit(storage, when);
                    try (Storage fresh = Storage.open(url, Tokens.SPEC)) {
                        traffic.audit(fresh, when + ", opened again");
                    }
                }
                System.out.println("killed " + KILLS + " times: acknowledged " + traffic.told(ReportedOutcome.DONE)
                        + ", failed " + traffic.told(ReportedOutcome.FAILED) + ", unknown "
                        + traffic.told(ReportedOutcome.UNKNOWN));
                assertThat(traffic.told(ReportedOutcome.DONE)).isGreaterThan(KILLS);
                assertThat(traffic.told(ReportedOutcome.UNKNOWN)).isPositive();
            }
        }
    }

    /** The role's own setting would have the server acknowledge what it has only in its memory. */
    @Test
    @Rule("DUR-4")
    void dur4_serverKilledWithARoleThatCommitsAsynchronously_losesNothingAcknowledged() throws SQLException {
        PostgresServerOptions lazy = PostgresServerOptions.defaults()
                .withFsync(true)
                .withSetting("wal_writer_delay", "10s")
                .withSetting("wal_writer_flush_after", "1GB")
                .withSetting("synchronous_commit", "off");
        try (PostgresServer server = PostgresServer.start(lazy)) {
            PostgresAddress address = server.address();
            address.createDatabase("crashing");
            TestDatabase.execute(
                    address,
                    "postgres",
                    "CREATE ROLE lazy LOGIN SUPERUSER PASSWORD 'pw'",
                    "ALTER ROLE lazy SET synchronous_commit = off",
                    "ALTER DATABASE crashing SET synchronous_commit = off");
            String url = address.url("crashing", "lazy", "pw") + "?poolSize=4";
            try (Storage storage = Storage.open(url, Tokens.SPEC)) {
                int acknowledged = 0;
                for (; acknowledged < 300; acknowledged++) {
                    storage.collection(Tokens.SPEC).put("key-" + acknowledged, Tokens.of());
                }
                server.kill();
                server.restart();
                awaitAnswer(storage);
                // One more is that of the list which tells that the server is back.
                assertThat(storage.collection(Tokens.SPEC).count()).isEqualTo(acknowledged + 1L);
            }
        }
    }

    private void crash(PostgresServer server, Storage storage, AuditedWorkload traffic) throws InterruptedException {
        long before = traffic.told(ReportedOutcome.DONE);
        traffic.start(WRITERS);
        try {
            while (traffic.told(ReportedOutcome.DONE) == before) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MILLIS));
            server.kill();
            server.restart();
            awaitAnswer(storage);
        } finally {
            traffic.stop();
        }
    }

    private void awaitAnswer(Storage storage) {
        long deadline = System.nanoTime() + BACK.toNanos();
        while (true) {
            try {
                storage.collection(Tokens.SPEC).put("list-back", Tokens.of());
                return;
            } catch (StorageException away) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("seed " + seed + ": the open storage does not work again", away);
                }
            }
        }
    }
}
