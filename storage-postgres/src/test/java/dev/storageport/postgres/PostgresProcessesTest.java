// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.SchemaMode;
import dev.storageport.tck.rule.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What needs JVMs of its own. */
class PostgresProcessesTest {

    private static final int PROCESSES = 8;
    private static final int ROUNDS = 10;

    @Test
    @Rule("CONC-7")
    void eightProcesses_thatOpenOneEmptyDatabaseAtOnce_allSucceedTenTimes() throws IOException {
        List<ChildProcess> processes = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(new ChildProcess("-XX:TieredStopAtLevel=1", "-Xmx64m", "-Xshare:auto"));
            }
            for (int round = 0; round < ROUNDS; round++) {
                try (TestDatabase database = TestDatabase.create()) {
                    processes.forEach(process -> process.tell("open " + database.url("poolSize=1")));
                    for (ChildProcess process : processes) {
                        assertThat(process.answer()).isEqualTo("opened");
                    }
                    assertThat(database.query("SELECT name FROM storageport.\"storageport$collections\" ORDER BY 1"))
                            .isEqualTo("order\nuser");
                }
            }
        } finally {
            processes.forEach(ChildProcess::close);
        }
    }

    @Test
    @Rule("SCAN-4")
    void scanOf100000DocumentsOf1KB_inASmallHeap_readsThemAll() throws IOException {
        try (TestDatabase database = TestDatabase.create();
                ChildProcess process = new ChildProcess("-Xmx64m")) {
            PostgresPort port = database.port();
            port.prepare(Samples.CATALOG, SchemaMode.MIGRATE);
            port.close();
            database.execute(
                    "INSERT INTO storageport.\"order\" (key, body, body_bytes, revision, data_version, created_at,"
                            + " updated_at) SELECT 'k' || i, jsonb_build_object('t', repeat('x', 1000)), 1010, 1, 1,"
                            + " 'epoch'::timestamptz, 'epoch'::timestamptz FROM generate_series(1, 100000) AS i");
            process.tell("scan " + database.url("poolSize=1"));
            // {"t": "x…x"} as the server writes it
            assertThat(process.answer()).isEqualTo(Long.toString(100_000L * 1009));
        }
    }
}
