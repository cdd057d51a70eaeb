// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.measure;

import dev.storageport.benchmarks.workload.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is measured, and how long.
 *
 * @param mode smoke, quick or full
 * @param databases on which databases
 * @param workloads a pattern of the names in {@link Selection#names()}
 * @param micro whether JMH runs
 * @param sync what a sync of the disk takes where a slower disk is simulated; zero if none is
 * @param page whether the page of the documentation is written
 * @param before a file with the class path of an older build, with which this one is compared instead
 * @param output the folder for the results
 * @param docs the folder of the documentation
 * @param notes a file that the page ends with
 */
public record Settings(
        Mode mode,
        Set<Database> databases,
        Pattern workloads,
        boolean micro,
        Duration sync,
        boolean page,
        Optional<Path> before,
        Path output,
        Path docs,
        Path notes) {

    /** What a sync of the slower disk takes where nothing else is said; the targets are for it. */
    public static final Duration SLOW_SYNC = Duration.ofNanos(120_000);

    private static final Map<String, String> DEFAULTS = Map.of(
            "mode", "quick",
            "databases", "postgres,sqlite",
            "workloads", ".*",
            "micro", "true",
            "sync", "auto",
            "page", "false",
            "before", "",
            "output", "target/benchmarks",
            "docs", "docs",
            "notes", "notes.md");
    private static final Pattern SYNC = Pattern.compile("([1-9][0-9]{0,5})us");

    /** How long. */
    public enum Mode {
        /** Some seconds for each workload: whether everything runs. Its figures mean nothing. */
        SMOKE(2_000, Duration.ofMinutes(10), Duration.ofSeconds(1), 1, 2, Duration.ofMillis(200)),
        /** About four minutes: whether everything works. */
        QUICK(20_000, Duration.ofMinutes(15), Duration.ofSeconds(5), 1, 2, Duration.ofMillis(250)),
        /** Half an hour or a little more: figures to publish. */
        FULL(100_000, Duration.ofMinutes(45), Duration.ofSeconds(60), 5, 5, Duration.ofMillis(550));

        private final int documents;
        private final Duration limit;
        private final Duration steady;
        private final int warmUps;
        private final int rounds;
        private final Duration round;

        Mode(int documents, Duration limit, Duration steady, int warmUps, int rounds, Duration round) {
            this.documents = documents;
            this.limit = limit;
            this.steady = steady;
            this.warmUps = warmUps;
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

        /** Returns how many rounds each figure stands on. */
        public int rounds() {
            return rounds;
        }

        /** Returns how often each contestant runs, for as long as a round, before the first round of a workload. */
        public int warmUps() {
            return warmUps;
        }

        /** Returns how long a round is measured. */
        Duration round() {
            return round;
        }

        /** Returns how long callers run before a round is measured. */
        Duration leadIn() {
            return round.dividedBy(4);
        }
    }

    /**
     * Copies the databases.
     *
     * @throws IncompleteRunException if nothing would be measured, or if a page is asked for and not all would be
     */
    public Settings {
        databases = Set.copyOf(databases);
        if (databases.isEmpty()) {
            throw new IncompleteRunException("no database is chosen; there are " + Database.ids());
        }
        Selection.check(workloads);
        if (!Selection.isMoreThanSlowerDisk(workloads) && (sync.isZero() || !databases.contains(Database.SQLITE))) {
            throw new IncompleteRunException("'" + workloads
                    + "' asks for a slower disk only, which needs databases=sqlite and a sync such as "
                    + text(SLOW_SYNC));
        }
        boolean whole = mode == Mode.FULL
                && databases.size() == Database.values().length
                && workloads.pattern().equals(DEFAULTS.get("workloads"))
                && micro
                && sync.equals(SLOW_SYNC)
                && before.isEmpty();
        if (page && !whole) {
            throw new IncompleteRunException("the page is written from whole runs only: mode=full, all databases, all"
                    + " workloads, micro=true, no build before, sync=" + text(SLOW_SYNC));
        }
    }

    /**
     * Reads arguments such as {@code mode=full}.
     *
     * @throws IncompleteRunException if one is unknown or malformed, or if nothing is measured with them
     */
    public static Settings parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>(DEFAULTS);
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length != 2 || !DEFAULTS.containsKey(parts[0])) {
                throw new IncompleteRunException("not an argument: " + argument + "; there are "
                        + DEFAULTS.keySet().stream().sorted().toList());
            }
            given.put(parts[0], parts[1]);
        }
        Mode mode = mode(text(given, "mode"));
        return new Settings(
                mode,
                databases(text(given, "databases")),
                Selection.pattern(text(given, "workloads")),
                Boolean.parseBoolean(text(given, "micro")),
                sync(text(given, "sync"), mode),
                Boolean.parseBoolean(text(given, "page")),
                Optional.of(text(given, "before"))
                        .filter(file -> !file.isEmpty())
                        .map(Path::of),
                Path.of(text(given, "output")),
                Path.of(text(given, "docs")),
                Path.of(text(given, "notes")));
    }

    private static String text(Map<String, String> given, String name) {
        return given.getOrDefault(name, "");
    }

    private static Mode mode(String name) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IncompleteRunException(
                        "no mode is called " + name + "; there are " + List.of(Mode.values())));
    }

    private static Set<Database> databases(String names) {
        Set<Database> databases = EnumSet.noneOf(Database.class);
        for (String name : names.split(",", -1)) {
            databases.add(Arrays.stream(Database.values())
                    .filter(database -> database.id().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IncompleteRunException(
                            "no database is called '" + name + "'; there are " + Database.ids())));
        }
        return databases;
    }

    private static Duration sync(String given, Mode mode) {
        if (given.equals("auto")) {
            return mode == Mode.FULL ? SLOW_SYNC : Duration.ZERO;
        }
        Matcher micros = SYNC.matcher(given);
        if (micros.matches()) {
            return Duration.ofNanos(1_000L * Integer.parseInt(micros.group(1)));
        }
        if (given.equals("none")) {
            return Duration.ZERO;
        }
        throw new IncompleteRunException("sync is auto, none, or microseconds such as 120us, not " + given);
    }

    /** Returns the time of a sync as an argument has it. */
    public static String text(Duration sync) {
        return sync.isZero() ? "none" : sync.toNanos() / 1_000 + "us";
    }

    /** Returns whether something is measured, by its name. */
    public boolean measures(String name) {
        return workloads.matcher(name).matches();
    }

    /** Returns whether anything is measured besides what is measured on a slower disk. */
    public boolean measuresOnThisDisk() {
        return Selection.isMoreThanSlowerDisk(workloads);
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
        if (!workloads.pattern().equals(DEFAULTS.get("workloads"))) {
            command.append(" -Dbenchmarks.workloads='").append(workloads).append('\'');
        }
        if (!micro) {
            command.append(" -Dbenchmarks.micro=false");
        }
        if (!sync.equals(sync("auto", mode))) {
            command.append(" -Dbenchmarks.sync=").append(text(sync));
        }
        if (page) {
            command.append(" -Dbenchmarks.page=true");
        }
        before.ifPresent(file -> command.append(" -Dbenchmarks.before=").append(file));
        return command.toString();
    }
}
