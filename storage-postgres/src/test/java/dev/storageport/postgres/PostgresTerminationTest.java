// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Storage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told and stored when an administrator ends one session after the other under load. */
class PostgresTerminationTest {

    private static final Duration LOAD = Duration.ofSeconds(Long.getLong("storageport.termination.seconds", 10));
    private static final int CALLERS = 16;
    private static final int LONGEST_PAUSE_MILLIS = 40;

    private final TestDatabase database = TestDatabase.create();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void randomSessionsTerminatedUnderLoad_loseNoAcknowledgedWriteAndRepeatNone() throws Exception {
        try (Storage storage = Storage.open(database.url("poolSize=10&applicationName=load"), Tokens.SPEC)) {
            AuditedWorkload traffic = new AuditedWorkload(storage);
            traffic.start(CALLERS);
            int terminated;
            try {
                terminated = terminateAtRandom();
            } finally {
                traffic.stop();
            }
            String when = "seed " + seed + ", " + terminated + " sessions terminated";
            System.out.println(when + ": acknowledged " + traffic.told(ReportedOutcome.DONE) + ", failed "
                    + traffic.told(ReportedOutcome.FAILED) + ", unknown " + traffic.told(ReportedOutcome.UNKNOWN));
            traffic.audit(storage, when);
            assertThat(terminated).isGreaterThan(10);
            assertThat(traffic.told(ReportedOutcome.UNKNOWN)).as(when).isPositive();
            assertThat(traffic.told(ReportedOutcome.FAILED)).as(when).isPositive();
            assertThat(storage.health(Duration.ofSeconds(10))
                            .pool()
                            .orElseThrow()
                            .inUse())
                    .as(when)
                    .isLessThanOrEqualTo(1);
        }
    }

    private int terminateAtRandom() throws SQLException, InterruptedException {
        int terminated = 0;
        long end = System.nanoTime() + LOAD.toNanos();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                try (ResultSet row = statement.executeQuery("SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid"
                        + " FROM pg_stat_activity WHERE datname = '" + database.name()
                        + "' AND application_name = 'load'"
                        + " ORDER BY random() LIMIT 1) AS victim")) {
                    row.next();
                    terminated += row.getInt(1);
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            }
        }
        return terminated;
    }
}
