// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.CollectionSpec;
import dev.storageport.DocumentCollection;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.benchmarks.measure.ChildJvm;
import dev.storageport.micrometer.StorageMetrics;
import dev.storageport.sqlite.SqliteOptions;
import dev.storageport.sqlite.SqliteStorage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it costs a lone get from a file of SQLite that somebody listens: with nobody, with nobody once more to see the noise, with a listener
 * that does nothing, with the log of slow operations, and with meters in a registry for Prometheus. The variants take turns, each turn in a JVM
 * of its own; what counts is the median of the turns. Measured is the processor's time of the calling thread, which does all the work of a get, so that
 * what else runs on a machine shows less.
 *
 * <p>Arguments: an empty directory, the rounds (5) and the thousands of gets of each turn (500), after as many to warm up.
 */
public final class ListenerCost {

    /** A document of about a kilobyte. */
    record Note(String text) {}

    private enum Variant {
        NOBODY,
        NOBODY_AGAIN,
        LISTENER,
        SLOW_OPERATIONS,
        MICROMETER;

        StorageOptions options() {
            StorageOptions.Builder options = StorageOptions.builder();
            return switch (this) {
                case NOBODY, NOBODY_AGAIN -> options.build();
                case LISTENER -> options.listener(new StorageListener() {}).build();
                case SLOW_OPERATIONS ->
                    options.slowOperationThreshold(Duration.ofSeconds(1)).build();
                case MICROMETER ->
                    options.listener(StorageMetrics.builder(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                                    .build())
                            .build();
            };
        }
    }

    private static final CollectionSpec<Note> NOTES =
            CollectionSpec.of("notes", Note.class).build();
    private static final int DOCUMENTS = 1_000;
    private static final String TURN = "turn";

    private ListenerCost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals(TURN)) {
            System.out.println(
                    nanosOfAGet(Path.of(arguments[1]), Variant.valueOf(arguments[2]), Integer.parseInt(arguments[3])));
            return;
        }
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        String thousands = arguments.length > 2 ? arguments[2] : "500";
        Map<Variant, List<Double>> nanos = new EnumMap<>(Variant.class);
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : Variant.values()) {
                nanos.computeIfAbsent(variant, none -> new ArrayList<>()).add(turn(directory, variant, thousands));
            }
        }
        double before = median(nanos.getOrDefault(Variant.NOBODY, List.of()));
        nanos.forEach((variant, turns) -> System.out.printf(
                Locale.ROOT,
                "%-16s %8.0f ns a get, %+6.1f %%   %s%n",
                variant,
                median(turns),
                100 * (median(turns) / before - 1),
                turns));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static double turn(Path directory, Variant variant, String thousands)
            throws IOException, InterruptedException {
        List<String> command = ChildJvm.command(
                System.getProperty("java.class.path"),
                ListenerCost.class,
                List.of(TURN, directory.toString(), variant.name(), thousands));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the turn of " + variant + " failed: " + said);
        }
        return Double.parseDouble(said);
    }

    private static double nanosOfAGet(Path directory, Variant variant, int thousands) {
        SqliteOptions file = SqliteOptions.file(directory.resolve("listener.db"));
        try (Storage storage = SqliteStorage.open(file, variant.options(), NOTES)) {
            DocumentCollection<Note> notes = storage.collection(NOTES);
            String[] keys = new String[DOCUMENTS];
            for (int i = 0; i < DOCUMENTS; i++) {
                keys[i] = "note-" + i;
                notes.insert(keys[i], new Note("x".repeat(900)));
            }
            get(notes, keys, thousands); // to warm up
            return get(notes, keys, thousands);
        }
    }

    private static double get(DocumentCollection<Note> notes, String[] keys, int times) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        for (int time = 0; time < times; time++) {
            for (String key : keys) {
                if (notes.get(key).isEmpty()) {
                    throw new IllegalStateException("a document is missing");
                }
            }
        }
        return (threads.getCurrentThreadCpuTime() - begun) / ((double) times * keys.length);
    }
}
