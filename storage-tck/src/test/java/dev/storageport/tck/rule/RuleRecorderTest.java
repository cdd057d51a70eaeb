// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

final class RuleRecorderTest {

    @TempDir
    private Path folder;

    @Test
    void everyOutcome_isRecorded() throws IOException {
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(EveryOutcome.class))
                        .configurationParameter(RuleRecorder.FOLDER, folder.toString())
                        .build());
        assertThat(folder.resolve("EveryOutcome.tsv")).content().isEqualTo("""
                        rule\ttest\tresult
                        A-1\tpasses\tpassed
                        A-2\tfails\tfailed
                        A-3\taborts\taborted
                        A-3\tpasses\tpassed
                        A-4\tisDisabled\tdisabled
                        UNNUMBERED\tnamesNoRule\tfailed
                        """);
        try (var files = Files.list(folder)) {
            assertThat(files).as("files left behind").hasSize(1);
        }
    }

    /** Not called a test, so that it runs only here. */
    @ExtendWith(RuleRecorder.class)
    static final class EveryOutcome {

        @Test
        @Rule({"A-1", "A-3"})
        void passes() {}

        @Test
        @Rule("A-2")
        void fails() {
            assertEquals(1, 2);
        }

        @Test
        @Rule("A-3")
        void aborts() {
            assumeTrue(false, "as intended");
        }

        @Test
        @Disabled("as intended")
        @Rule("A-4")
        void isDisabled() {}

        @Test
        void namesNoRule() {}
    }
}
