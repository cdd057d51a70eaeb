// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Condition;
import dev.storageport.Storage;
import dev.storageport.Stored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

    private static final String PROFILE = """
            {"id":"%s","battletag":"%s","name":"Ana","endorsement":2,"privacy":"PUBLIC",\
            "lastUpdated":"2026-02-01T00:00:00Z","platforms":{}}
            """;

    @TempDir
    private Path folder;

    private boolean complete;

    @Test
    void run_inMemory_findsNothingEachTime() throws IOException {
        assertThat(run("memory:"))
                .contains("none: the database holds no profiles")
                .contains("16 profiles created");
        assertThat(run("memory:")).contains("none: the database holds no profiles");
    }

    @Test
    void run_secondTimeOnOneFile_findsWhatTheFirstLeft() throws IOException {
        String url = "sqlite:" + folder.resolve("new/quickstart.db");
        assertThat(run(url))
                .contains("16 lines: 16 profiles created, 0 replaced")
                .contains("5 profiles not written");
        assertThat(run(url))
                .contains("found 11 profiles with 281,718 bytes of pages")
                .contains("16 lines: 5 profiles created, 11 replaced")
                .contains("5 profiles not written for 7 days deleted, 11 left");
        assertThat(complete).isTrue();
    }

    @Test
    void run_twice_storesNoTimeInTheFuture() throws IOException {
        String url = "sqlite:" + folder.resolve("times.db");
        run(url);
        Instant before = Instant.now();
        run(url);
        try (Storage storage = Storage.open(url, Profile.COLLECTION, StaticData.COLLECTION)) {
            List<Stored<?>> all =
                    new ArrayList<>(storage.collection(Profile.COLLECTION).find(Condition.all()));
            all.addAll(storage.collection(StaticData.COLLECTION).find(Condition.all()));
            assertThat(all).hasSize(12);
            assertThat(all).allSatisfy(stored -> {
                assertThat(stored.createdAt()).isBefore(Instant.now());
                assertThat(stored.updatedAt()).isBefore(Instant.now());
                assertThat(stored.updatedAt()).isAfter(before.minus(Duration.ofDays(9)));
            });
        }
    }

    @Test
    void run_inTheEnd_saysWhatToReadNext() throws IOException {
        assertThat(run("memory:")).contains("docs/getting-started.md").doesNotContain("the data is in");
    }

    @Test
    void farewell_onTheFileOfTheProgram_saysWhereItIsAndHowToLookIntoIt() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Farewell(new Report(new PrintStream(out, true, StandardCharsets.UTF_8))).print(Arguments.DEFAULT_URL);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("the data is in "
                        + Path.of("target/quickstart/quickstart.db").toAbsolutePath())
                .contains("'SELECT * FROM \"quickstart_profiles$readable\"'");
    }

    @Test
    void run_badLines_reportsEachByNumberAndStoresTheRest() throws IOException {
        Path profiles = folder.resolve("profiles.ndjson");
        Files.writeString(
                profiles,
                line("p1", "Ana#1")
                        + "{\"id\":\"p2\",\n"
                        + "[1]\n\n"
                        + line("p1", "Ana#2")
                        + line("p2", "Ana#2").replace("\"battletag\":\"Ana#2\",", "")
                        + line("p3", "Ana#3").replace("\"id\":\"p3\",", "")
                        + line("p4", "Ana#1")
                        + line("p5", "Ana\\u0000")
                        + line("p6", "Ana#6").replace("\"name\"", "\"endorsement\":2,\"name\"")
                        + line("p7", "Ana#7").replace("endorsement\":2", "endorsement\":9")
                        + line("p8", "Ana#8"));
        Files.write(profiles, new byte[] {'"', (byte) 0xff, '"', '\n'}, StandardOpenOption.APPEND);

        String report = run("memory:", profiles.toString());

        assertThat(complete).isFalse();
        assertThat(report)
                .contains("line 2 is not JSON: ")
                .contains("line 3 is not a JSON object")
                .contains("line 5 has the id of an earlier line: p1")
                .contains("line 6 is not a profile: battletag is missing")
                .contains("line 7 has no id")
                .contains(
                        "line 8 was refused: memory: putAll in collection quickstart_profiles, key \"p4\", index battletag: another")
                .contains("line 9 was refused: memory: putAll in collection quickstart_profiles, key \"p5\"")
                .contains("line 10 is not JSON: Duplicate")
                .contains("line 11 is not a profile: endorsement is not from 1 to 5")
                .contains("line 13 is not JSON: ")
                .contains("12 lines: 2 profiles created, 0 replaced, 10 lines refused; ");
    }

    @Test
    void run_folderOfPages_storesThePageOfEachProfileThatHasOne() throws IOException {
        Path profiles = Files.writeString(folder.resolve("profiles.ndjson"), line("p1", "A#1") + line("../p2", "A#2"));
        Path pages = Files.createDirectory(folder.resolve("pages"));
        Files.writeString(pages.resolve("p1.html"), "<title>é</title>");
        Files.writeString(folder.resolve("p2.html"), "<title>outside the folder</title>");

        assertThat(run("memory:", profiles.toString(), pages.toString()))
                .contains("2 profiles created, 0 replaced, 0 lines refused; 1 profiles without a page")
                .contains("its page has 17 bytes");
    }

    @Test
    void run_pageThatIsNotUtf8_refusesTheLine() throws IOException {
        Path profiles = Files.writeString(folder.resolve("profiles.ndjson"), line("p1", "A#1"));
        Path pages = Files.createDirectory(folder.resolve("pages"));
        Files.write(pages.resolve("p1.html"), new byte[] {(byte) 0xff});

        assertThat(run("memory:", profiles.toString(), pages.toString()))
                .contains("line 1 has a page that cannot be read: ")
                .contains("1 lines: 0 profiles created");
    }

    @Test
    void run_argumentsThatMakeNoSense_refusesThem() {
        assertThatThrownBy(() -> run("memory:", folder.resolve("missing").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no file");
        assertThatThrownBy(() -> run("a", "b", "c", "d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too many");
    }

    private static String line(String id, String battletag) {
        return PROFILE.formatted(id, battletag);
    }

    private String run(String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        complete = Quickstart.run(List.of(arguments), new PrintStream(out, false, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
