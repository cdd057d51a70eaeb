// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is measured, and how long.
 *
 * @param mode quick or full
 * @param databases on which databases
 * @param workloads a pattern of the names of workloads
 * @param micro whether JMH runs
 * @param page whether the page of the documentation is written
 * @param output the folder for the results
 * @param docs the folder of the documentation
 * @param notes a file that the page ends with
 */
public record Settings(
        Mode mode,
        Set<Database> databases,
        Pattern workloads,
        boolean micro,
        boolean page,
        Path output,
        Path docs,
        Path notes) {

    private static final Set<String> NAMES =
            Set.of("mode", "databases", "workloads", "micro", "page", "output", "docs", "notes");

    /** How long. */
    public enum Mode {
        /** About three minutes: whether everything works. */
        QUICK(
                20_000,
                Duration.ofMinutes(15),
                Duration.ofSeconds(5),
                2,
                Duration.ofMillis(250),
                2,
                Duration.ofMillis(250)),
        /** About a quarter of an hour: figures to publish. */
        FULL(
                100_000,
                Duration.ofMinutes(45),
                Duration.ofSeconds(60),
                5,
                Duration.ofMillis(800),
                3,
                Duration.ofMillis(450));

        private final int documents;
        private final Duration limit;
        private final Duration steady;
        private final int targetRounds;
        private final Duration targetRound;
        private final int rounds;
        private final Duration round;

        Mode(
                int documents,
                Duration limit,
                Duration steady,
                int targetRounds,
                Duration targetRound,
                int rounds,
                Duration round) {
            this.documents = documents;
            this.limit = limit;
            this.steady = steady;
            this.targetRounds = targetRounds;
            this.targetRound = targetRound;
            this.rounds = rounds;
            this.round = round;
        }

        /** Returns how many documents, and how many warriors, there are. */
        public int documents() {
            return documents;
        }

        /** Returns when a run is given up. */
        public Duration limit() {
            return limit;
        }

        /** Returns how long the steady load lasts. */
        public Duration steady() {
            return steady;
        }

        int rounds(Workload workload) {
            return workload.target() ? targetRounds : rounds;
        }

        Duration round(Workload workload) {
            return workload.target() ? targetRound : round;
        }

        /** Returns how long callers run before a round is measured. */
        Duration leadIn(Workload workload) {
            return round(workload).dividedBy(4);
        }

        /** Returns how long each contestant runs before the first round of a workload. */
        Duration warmUp() {
            return round;
        }
    }

    /** Copies the databases. */
    public Settings {
        databases = Set.copyOf(databases);
    }

    /**
     * Reads arguments such as {@code mode=full}.
     *
     * @throws IllegalArgumentException if one is unknown or malformed
     */
    public static Settings parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>(Map.of(
                "mode", "quick",
                "databases", "postgres,sqlite",
                "workloads", ".*",
                "micro", "true",
                "page", "false",
                "output", "target/benchmarks",
                "docs", "docs",
                "notes", "notes.md"));
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length != 2 || !NAMES.contains(parts[0])) {
                throw new IllegalArgumentException("not an argument: " + argument);
            }
            given.put(parts[0], parts[1]);
        }
        return new Settings(
                Mode.valueOf(text(given, "mode").toUpperCase(Locale.ROOT)),
                databases(text(given, "databases")),
                Pattern.compile(text(given, "workloads")),
                Boolean.parseBoolean(text(given, "micro")),
                Boolean.parseBoolean(text(given, "page")),
                Path.of(text(given, "output")),
                Path.of(text(given, "docs")),
                Path.of(text(given, "notes")));
    }

    private static String text(Map<String, String> given, String name) {
        return given.getOrDefault(name, "");
    }

    private static Set<Database> databases(String names) {
        Set<Database> databases = EnumSet.noneOf(Database.class);
        Arrays.stream(names.split(",", -1))
                .map(name -> Database.valueOf(name.strip().toUpperCase(Locale.ROOT)))
                .forEach(databases::add);
        return databases;
    }

    /** Returns whether a workload is measured. */
    public boolean measures(String workload) {
        return workloads.matcher(workload).matches();
    }

    /** Returns the command that does the same. */
    public String command() {
        StringBuilder command = new StringBuilder(
                "mvn -q -B -Pbenchmarks -pl storage-benchmarks -am verify -DskipTests -Dinvoker.skip");
        command.append(" -Dbenchmarks.mode=").append(mode.name().toLowerCase(Locale.ROOT));
        if (databases.size() < Database.values().length) {
            databases.forEach(
                    database -> command.append(" -Dbenchmarks.databases=").append(database.id()));
        }
        if (!workloads.pattern().equals(".*")) {
            command.append(" -Dbenchmarks.workloads='").append(workloads).append('\'');
        }
        if (!micro) {
            command.append(" -Dbenchmarks.micro=false");
        }
        if (page) {
            command.append(" -Dbenchmarks.page=true");
        }
        return command.toString();
    }
}
