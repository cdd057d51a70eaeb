// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import dev.storageport.tck.report.KitReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Gathers what the kit's runs in the modules of the backends have left, into {@code target/kit-report}. This module depends on all of
 * them, so their tests ran before in the same build.
 */
class KitReportTest {

    @Test
    void kit_onEveryBackend_provesEveryRule() throws IOException {
        Map<String, Path> results = new LinkedHashMap<>();
        results.put("memory", Path.of("../storage-tck/target/storage-tck/FakeStorageContractTest.tsv"));
        results.put("sqlite", Path.of("../storage-sqlite/target/storage-tck/SqliteStorageContractTest.tsv"));
        results.put("postgres", Path.of("../storage-postgres/target/storage-tck/PostgresStorageContractTest.tsv"));

        KitReport report = KitReport.of(results);

        Path folder = Files.createDirectories(Path.of("target/kit-report"));
        Files.writeString(folder.resolve("report.md"), report.markdown());
        Files.writeString(folder.resolve("report.html"), report.html());
        report.check();
    }
}
