// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.tck.report.KitReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Gathers what the kit's runs in the modules of the backends have left, into {@code target/kit-report}. This module depends on all of
 * them, so their tests ran before in the same build.
 */
class KitReportTest {

    /** The contract along other paths, and tests of rules that the kit cannot prove. */
    private static final String[] SQLITE = {
        "SqliteGroupedContractTest",
        "SqliteOptimisticContractTest",
        "SqliteWriterContractTest",
        "SqliteBackupTest",
        "SqliteCloseTest",
        "SqliteCopiesTest",
        "SqliteCostTest",
        "SqliteDamageTest",
        "SqliteExhaustionTest",
        "SqliteFailureTest",
        "SqliteFileTest",
        "SqliteFullDiskTest",
        "SqliteHealthTest",
        "SqliteKillTest",
        "SqliteLayoutTest",
        "SqliteListenerTest",
        "SqliteLogTest",
        "QueryPlanTest",
        "SqliteProcessesTest",
        "SqliteEnvironmentTest",
        "SqliteLeakedStreamTest",
        "SqliteReadOnlyTest",
        "SqliteRefusedLibraryTest",
        "SqliteReplacedFileTest",
        "SqliteRetentionTest",
        "SqliteRightsTest",
        "SqliteSpaceTest",
        "SqliteStoredJsonTest",
        "SqliteStreamTimeoutTest",
        "SqliteUrlTest"
    };

    private static final String[] POSTGRES = {
        "PostgresSinglePathTest",
        "PostgresPoolerContractTest",
        "PostgresCombinedPathTest",
        "PostgresTransactionPathTest",
        "PostgresCostTest",
        "LayoutTest",
        "PostgresAwayTest",
        "PostgresClusterTest",
        "PostgresCrashTest",
        "PostgresDiskTest",
        "PostgresExhaustionTest",
        "PostgresFailoverTest",
        "PostgresForeignSettingsTest",
        "PostgresHostsTest",
        "PostgresLimitsTest",
        "PostgresListenerTest",
        "PostgresLiveGrowthTest",
        "PostgresLostAnswerTest",
        "PostgresOpenTest",
        "PostgresPlanTest",
        "PostgresProcessesTest",
        "PostgresPromotedStandbyTest",
        "PostgresRefusedLibraryTest",
        "PostgresReplacedTest",
        "PostgresRetentionTest",
        "PostgresRightsTest",
        "PostgresSessionSettingsTest",
        "PostgresStandbyContractTest",
        "PostgresStandbyPortTest",
        "PostgresStandbyReadsTest",
        "PostgresStandbyTest",
        "PostgresStoredJsonTest",
        "PostgresStuckTurnTest",
        "PostgresTableLockTest",
        "PostgresUrlTest",
        "StandbySourceTest"
    };

    @Test
    void kit_onEveryBackend_provesEveryRule() throws IOException {
        Map<String, List<Path>> results = new LinkedHashMap<>();
        results.put("memory", of("storage-tck", "FakeStorageContractTest", "FakeTransactionPathTest"));
        results.put("sqlite", of("storage-sqlite", "SqliteStorageContractTest", SQLITE));
        results.put("postgres", of("storage-postgres", "PostgresStorageContractTest", POSTGRES));

        KitReport report = KitReport.of(results);

        Path folder = Files.createDirectories(Path.of("target/kit-report"));
        Files.writeString(folder.resolve("report.md"), report.markdown());
        Files.writeString(folder.resolve("report.html"), report.html());
        report.check();
        assertThat(report.markdown())
                .as("the paths that ran")
                .contains(
                        "direct: ",
                        "in transactions: ",
                        "in optimistic transactions: ",
                        "in transactions with the writer: ",
                        "in a group: ",
                        "each alone: ",
                        "with a standby: ",
                        "combined: ");
        // a file has no password, no driver that loads classes, no server that dies, is demoted, has a standby or is
        // set by others, no
        // answer that is lost on the way, and no lock of one collection; a server is not the process of the
        // application, nor has it files, and of leaks and native code nothing differs there
        assertThat(report.notProven("sqlite"))
                .containsExactly(
                        "LIFE-15", "LIFE-16", "LIFE-17", "LIFE-18", "LIFE-19", "LIFE-23", "CONF-3", "CONF-8", "CONF-12",
                        "CONC-12", "ERR-4", "DUR-3", "DUR-4", "DUR-6", "DUR-7");
        assertThat(report.notProven("postgres"))
                .containsExactly(
                        "LIFE-12", "LIFE-13", "LIFE-14", "LIFE-22", "CONF-6", "CONF-7", "DEL-7", "SCAN-5", "MODE-4",
                        "ERR-10", "DUR-1", "DUR-5", "DUR-9");
    }

    private static List<Path> of(String module, String contract, String... own) {
        return Stream.concat(Stream.of(contract), Stream.of(own))
                .map(test -> Path.of("..", module, "target", "storage-tck", test + ".tsv"))
                .toList();
    }
}
