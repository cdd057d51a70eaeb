// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.quickstart;

import dev.storageport.Health;
import dev.storageport.Storage;
import dev.storageport.StorageException;
import dev.storageport.StorageOptions;
import dev.storageport.Summary;
import dev.storageport.fake.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * Stores player profiles with their career pages, works with them for a week that passes at once, and prints what happens. The week ends
 * now, so that no time that is stored lies in the future. The first argument is the storage URL; nothing else decides on which database
 * it runs.
 */
public final class Quickstart {

    private final Arguments arguments;
    private final Report report;
    private final ManualClock clock =
            ManualClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Week.WHOLE));

    private Quickstart(Arguments arguments, Report report) {
        this.arguments = arguments;
        this.report = report;
    }

    /**
     * Runs the program and ends the process: with 0, with 1 if the storage failed or a line of the input was refused, with 2 if
     * the arguments make no sense.
     *
     * @param arguments optional: the storage URL, a file of profiles, a folder of pages
     */
    public static void main(String[] arguments) {
        int status;
        try {
            status = run(List.of(arguments), System.out) ? 0 : 1;
        } catch (StorageException | IOException failed) {
            System.err.println(failed.getMessage());
            status = 1;
        } catch (IllegalArgumentException misused) {
            System.err.println(misused.getMessage());
            status = 2;
        }
        if (status != 0) {
            System.exit(status);
        }
    }

    /**
     * Runs the program.
     *
     * @param arguments as for {@link #main}
     * @param out where to print, in UTF-8; not closed
     * @return whether every line of the input was stored
     * @throws IllegalArgumentException if the arguments make no sense
     * @throws IOException if the input cannot be read
     */
    public static boolean run(List<String> arguments, PrintStream out) throws IOException {
        PrintStream utf8 = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Quickstart(Arguments.parse(arguments), new Report(utf8)).run();
    }

    private boolean run() throws IOException {
        StorageOptions options = StorageOptions.builder().clock(clock).build();
        try (Storage storage = Storage.open(arguments.url(), options, Profile.COLLECTION, StaticData.COLLECTION)) {
            greet(storage.health(Duration.ofSeconds(5)));
            recallEarlierRun(storage);
            ImportResult result = importProfiles(storage);
            if (!result.ids().isEmpty()) {
                String player = result.ids().get(0);
                new Lookups(storage, report).run(player);
                new Changes(storage, report).run(player);
                new Transactions(storage, report).run(player);
                new Week(storage, clock, report).run();
            }
            new SummaryTable(report).print(storage);
            new Farewell(report).print(arguments.url());
            return result.refused().isEmpty();
        }
    }

    private void greet(Health health) {
        report.heading("Storage");
        report.line("%s: %s", health.backend(), health.message());
    }

    private void recallEarlierRun(Storage storage) {
        report.heading("Earlier runs");
        Summary summary = storage.collection(Profile.COLLECTION).summary();
        if (summary.newest().isEmpty()) {
            report.line("none: the database holds no profiles");
            return;
        }
        Instant newest = summary.newest().get();
        report.line(
                "found %d profiles with %,d bytes of pages, last written %s",
                summary.documents(), summary.contentBytes(), newest.truncatedTo(ChronoUnit.SECONDS));
    }

    private ImportResult importProfiles(Storage storage) throws IOException {
        report.heading("Import");
        ImportResult result;
        try (InputStream input = openInput()) {
            result = new ProfileImport(storage, pages()).run(input);
        }
        for (RefusedLine line : result.refused()) {
            report.line("line %d %s", line.number(), line.reason());
        }
        report.line(
                "%d lines: %d profiles created, %d replaced, %d lines refused; %d profiles without a page",
                result.lines(),
                result.created(),
                result.replaced(),
                result.refused().size(),
                result.withoutPage());
        return result;
    }

    private InputStream openInput() throws IOException {
        if (arguments.profiles().isPresent()) {
            return Files.newInputStream(arguments.profiles().get());
        }
        return Objects.requireNonNull(Quickstart.class.getResourceAsStream("profiles.ndjson"));
    }

    private CareerPages pages() {
        if (arguments.profiles().isEmpty()) {
            return CareerPages.bundled();
        }
        return arguments.pages().map(CareerPages::in).orElse(CareerPages.none());
    }
}
