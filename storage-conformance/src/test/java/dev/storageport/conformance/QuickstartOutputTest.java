// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.postgres.server.PostgresServer;
import dev.storageport.quickstart.Quickstart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickstartOutputTest {

    @Test
    void firstRun_onEveryBackend_printsTheSame() throws IOException {
        try (SqliteFile sqlite = SqliteFile.create();
                PostgresDatabase postgres = PostgresDatabase.create(PostgresServer.shared(), "quickstart-first")) {
            String expected = report("memory:");
            assertThat(report(sqlite.url())).isEqualTo(expected);
            assertThat(report(postgres.url())).isEqualTo(expected);
        }
    }

    @Test
    void secondRun_onEveryBackendThatKeepsData_printsTheSame() throws IOException {
        try (SqliteFile sqlite = SqliteFile.create();
                PostgresDatabase postgres = PostgresDatabase.create(PostgresServer.shared(), "quickstart-second")) {
            String first = report(sqlite.url());
            report(postgres.url());
            String second = report(sqlite.url());
            assertThat(second).contains("found 11 profiles").isNotEqualTo(first);
            assertThat(report(postgres.url())).isEqualTo(second);
        }
    }

    /** Runs the program; what may differ is the line of the backend's health, its name before what it refuses, and the real time. */
    private static String report(String url) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(Quickstart.run(List.of(url), new PrintStream(out, false, StandardCharsets.UTF_8)))
                .isTrue();
        return out.toString(StandardCharsets.UTF_8)
                .replaceFirst("(?m)^  \\w+: ok: .*$", "  BACKEND: ok")
                .replaceAll("(?m)^    \\w+: (?=put in collection )", "    BACKEND: ")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z", "TIME");
    }
}
