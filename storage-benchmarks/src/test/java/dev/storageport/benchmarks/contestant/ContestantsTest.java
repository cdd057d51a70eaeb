// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.contestant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.benchmarks.measure.Agreement;
import dev.storageport.benchmarks.measure.Effects;
import dev.storageport.benchmarks.workload.Caller;
import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.MixedLoad;
import dev.storageport.benchmarks.workload.Workload;
import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That contestants can do what they say, on little data. */
final class ContestantsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyWorkload_runsOnEveryContestant() throws Exception {
        Data data = new Data(2_000, 200);
        try (Stage stage = Stage.sqlite(folder)) {
            stage.load(data);
            Agreement.check(stage, data);
            Effects.check(stage, data);
            for (Workload workload : Workload.values()) {
                for (Contestant contestant : stage.contestants(workload)) {
                    MixedLoad mixed = new MixedLoad();
                    workload.run(contestant, new Caller(data, mixed, 0, 1));
                }
            }
        }
    }

    @Test
    void transactions_onPostgres_areCommitted() throws Exception {
        String database = "benchmarks_commit";
        PostgresAddress server = PostgresServer.shared();
        server.createDatabase(database);
        try (Contestant jdbi = new JdbiContestant(JdbcDatabase.postgres(server, database, false))) {
            jdbi.load(new Data(10, 10));
            long before = jdbi.revision(Data.key(0));
            jdbi.readThenWrite(Data.key(0));
            assertThat(jdbi.revision(Data.key(0))).isEqualTo(before + 1);
        } finally {
            server.dropDatabase(database);
        }
    }

    @Test
    void words_ofATerm() {
        assertThat(Dialect.words(" Sky  Da ")).isEqualTo(List.of("sky", "da"));
        assertThat(Dialect.SQLITE.searched(List.of("sky", "da"))).containsExactly("\"sky\"", "%da%", "sky");
        assertThat(Dialect.POSTGRES.searched(List.of("1%", "da"))).containsExactly("%1!%%", "%da%", "1%");
    }
}
