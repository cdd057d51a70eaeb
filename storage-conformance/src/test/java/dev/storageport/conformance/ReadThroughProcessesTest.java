// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.Stored;
import dev.storageport.conformance.LoadingProgram.Page;
import dev.storageport.lease.Leases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processes with a hundred threads each that read through one collection: the loader is called once for a key, and a crash frees its lease. */
class ReadThroughProcessesTest {

    /** How many keys all threads want; {@code -Dkeys=10000} for a look at many. */
    private static final int KEYS = Integer.getInteger("keys", 200);

    private static final int ROUNDS = 3;
    private static final long LEASE_MILLIS = 2_000;

    @Test
    void processes_onASqliteFile_loadEachKeyOnce_andFollowOneThatWasKilled() throws Exception {
        try (SqliteFile file = SqliteFile.create()) {
            assertKept(file.url());
        }
    }

    @Test
    void processes_onPostgres_loadEachKeyOnce_andFollowOneThatWasKilled() throws Exception {
        try (TestDatabase database = Backend.POSTGRES.empty()) {
            assertKept(((PostgresDatabase) database).url());
        }
    }

    private static void assertKept(String url) throws Exception {
        try (LoadingProcess one = new LoadingProcess(url);
                LoadingProcess two = new LoadingProcess(url)) {
            for (int round = 0; round < ROUNDS; round++) {
                assertLoads("one " + round, 1, 200, one, two);
            }
            assertLoads("many " + KEYS, KEYS, 200 * KEYS, one, two);
            assertFollowed(url, one, two);
        }
    }

    /** Has both do it at once, and counts the calls of the loader, and the values that all threads got. */
    private static void assertLoads(String command, int loads, int served, LoadingProcess... processes)
            throws IOException {
        for (LoadingProcess process : processes) {
            process.say(command);
        }
        List<Integer> counts = new ArrayList<>(List.of(0, 0));
        for (LoadingProcess process : processes) {
            String[] answer = process.answer().split(" ", -1);
            counts.set(0, counts.get(0) + Integer.parseInt(answer[0]));
            counts.set(1, counts.get(1) + Integer.parseInt(answer[1]));
        }
        assertThat(counts).as("calls of the loader, and values, of %s", command).containsExactly(loads, served);
    }

    /** Kills one while it loads what is stored already: that stays, and the other loads at the end of the lease, and not before. */
    private static void assertFollowed(String url, LoadingProcess killed, LoadingProcess follower) throws Exception {
        StorageOptions options = StorageOptions.builder().build();
        try (Storage storage = Storage.open(url, options, LoadingProgram.PAGES, Leases.COLLECTION)) {
            Stored<Page> earlier = storage.collection(LoadingProgram.PAGES).put("held", new Page("earlier"));
            killed.say("hang " + LEASE_MILLIS);
            assertThat(killed.answer()).isEqualTo("loading");
            Instant until = Instant.parse(storage.collection(Leases.COLLECTION).stream()
                    .findFirst()
                    .orElseThrow()
                    .value()
                    .path("until")
                    .asText());
            follower.say("follow " + LEASE_MILLIS);
            killed.kill();
            assertThat(storage.collection(LoadingProgram.PAGES).get("held"))
                    .as("what is stored while nobody loads")
                    .contains(earlier);
            String[] followed = follower.answer().split(" ", -1);
            assertThat(followed[0]).as("calls of the loader").isEqualTo("1");
            assertThat(Instant.parse(followed[1])).as("when it was called").isAfterOrEqualTo(until);
            assertThat(storage.collection(LoadingProgram.PAGES).get("held").map(Stored::value))
                    .as("what is stored then")
                    .contains(new Page("loaded held"));
            assertThat(storage.collection(Leases.COLLECTION).count())
                    .as("leases that were not given back")
                    .isZero();
        }
    }

    /** A JVM that runs {@link LoadingProgram}. */
    private static final class LoadingProcess implements AutoCloseable {

        private final Process process;
        private final BufferedReader answers;
        private final PrintStream commands;

        LoadingProcess(String url) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LoadingProgram.class.getName(),
                            url)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            answers = process.inputReader(StandardCharsets.UTF_8);
            commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            assertThat(answer()).isEqualTo("ready");
        }

        void say(String command) {
            commands.println(command);
        }

        String answer() throws IOException {
            String line = answers.readLine();
            assertThat(line).as("what the process answers").isNotNull();
            return line;
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
