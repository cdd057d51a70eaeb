// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.benchmarks.workload.Contestant;
import dev.storageport.benchmarks.workload.Data;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlanTest {

    private static final List<Contestant> BOTH =
            List.of(SampleContestants.named(Contestant.LIBRARY), SampleContestants.named(Contestant.JDBC));

    private static Plan plan(int rounds) {
        Plan plan = new Plan();
        plan.rows(Database.SQLITE, "get", List.of(1), BOTH, rounds);
        return plan;
    }

    private static Results results(double jdbc) {
        Results results = new Results();
        results.add(SampleRows.row(Database.SQLITE, Workload.GET, 1, Contestant.LIBRARY, 10));
        results.add(SampleRows.row(Database.SQLITE, Workload.GET, 1, Contestant.JDBC, jdbc));
        return results;
    }

    @Test
    void check_everythingMeasured_passes() {
        plan(2).check(results(5));
    }

    @Test
    void check_rowMissing_isNamed() {
        Plan plan = plan(2);
        plan.row(Database.SQLITE, "get", 1, Contestant.JDBI, 2);
        plan.figure(Database.SQLITE, Figure.STORED_BYTES, Contestant.JDBC);

        assertThatThrownBy(() -> plan.check(results(5)))
                .isInstanceOf(IncompleteRunException.class)
                .hasMessageContaining("SQLite, get, 1 caller, Jdbi: no row")
                .hasMessageContaining("SQLite, bytes stored for each document, JDBC: not measured");
    }

    @Test
    void check_fewerRounds_isNamed() {
        assertThatThrownBy(() -> plan(5).check(results(5)))
                .isInstanceOf(IncompleteRunException.class)
                .hasMessageContaining("SQLite, get, 1 caller, storageport: an operation succeeded in 2 of 5 rounds");
    }

    @Test
    void check_rateOfZero_isNamed() {
        assertThatThrownBy(() -> plan(2).check(results(0))).hasMessageContaining("JDBC: a rate of 0");
    }

    @Test
    void check_nothingPlanned_fails() {
        assertThatThrownBy(() -> new Plan().check(results(5))).hasMessageContaining("nothing was to be measured");
    }

    @Test
    void rows_withoutJdbc_areRefused() {
        assertThatThrownBy(() -> new Plan().rows(Database.SQLITE, "get", List.of(1), BOTH.subList(0, 1), 2))
                .isInstanceOf(IncompleteRunException.class)
                .hasMessageContaining("JDBC does not take part");
    }

    @Test
    void effects_transactionThatIsNotCommitted_isFound() throws Exception {
        Data data = new Data(10, 10);
        Contestant careless = SampleContestants.withoutCommit(new HashMap<>(Map.of(Data.key(0), 0, Data.key(1), 0)));

        Effects.check("SQLite", Workload.PUT, careless, data);
        for (Workload workload : List.of(Workload.TRANSFER, Workload.READ_THEN_WRITE, Workload.UPDATE)) {
            assertThatThrownBy(() -> Effects.check("SQLite", workload, careless, data))
                    .isInstanceOf(IncompleteRunException.class)
                    .hasMessageContaining(workload.title() + ": what careless wrote is not there");
        }
    }
}
