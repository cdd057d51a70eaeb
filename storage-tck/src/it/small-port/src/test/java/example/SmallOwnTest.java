// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.tck.report.KitReport;
import dev.storageport.tck.rule.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Results of a class that knows only the annotation are read by the report. */
class SmallOwnTest {

    @Test
    @Rule("ERR-6")
    void storage_withoutWaits_opensAtOnce() {
        try (Storage storage = Storage.open(new SmallPort(new SmallDatabase()), StorageOptions.defaults())) {
            assertThat(storage.health(Duration.ofSeconds(10)).ok()).isTrue();
        }
    }

    @Test
    void report_withoutResults_listsWhatIsNotProven() throws Exception {
        KitReport report = KitReport.of(Map.of("small", List.of(Path.of("target/there/is/none.tsv"))));
        assertThat(report.notProven("small")).contains("ERR-6", "DUR-1");
    }
}
