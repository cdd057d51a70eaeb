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
 * What it costs a lone get from a file of SQLite that somebody listens: with nobody once more, to see the noise, with a listener that does
 * nothing, with the log of slow operations, and with meters in a registry for Prometheus. Each turn is a JVM of its own in which one storage with
 * a variant and one without anybody are asked by turns, thousands of gets at a time, so that what a machine does meanwhile, and how a compiler
 * happened to decide, meets both. Measured is the processor's time of the calling thread, which does all the work of a get. A turn tells the
 * median of what the variant takes over the median without; what counts is the median of the turns.
 *
 * <p>Arguments: an empty directory, the turns of each variant (5) and the rounds of a turn (60), after half as many to warm up.
 */
public final class ListenerCost {

    /** A document of about a kilobyte. */
    record Note(String text) {}

    private enum Variant {
        NOBODY,
        LISTENER,
        SLOW_OPERATIONS,
        MICROMETER;

        StorageOptions options() {
            StorageOptions.Builder options = StorageOptions.builder();
            return switch (this) {
                case NOBODY -> options.build();
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
    private static final int GETS_OF_A_ROUND = 10_000;
    private static final String TURN = "turn";

    private ListenerCost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals(TURN)) {
            System.out.println(turn(
                    Path.of(arguments[1]), Variant.valueOf(arguments[2]), Integer.parseInt(arguments[3])));
            return;
        }
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        String rounds = arguments.length > 2 ? arguments[2] : "60";
        Map<Variant, List<Turn>> told = new EnumMap<>(Variant.class);
        for (int turn = 0; turn < turns; turn++) {
            for (Variant variant : Variant.values()) {
                told.computeIfAbsent(variant, none -> new ArrayList<>()).add(inJvm(directory, variant, rounds));
            }
        }
        told.forEach((variant, each) -> System.out.printf(
                Locale.ROOT,
                "%-16s %6.0f ns a get, without %6.0f, %+5.1f %%   %s%n",
                variant,
                median(each.stream().map(Turn::with).toList()),
                median(each.stream().map(Turn::without).toList()),
                median(each.stream().map(Turn::percent).toList()),
                each.stream()
                        .map(turn -> String.format(Locale.ROOT, "%+.1f", turn.percent()))
                        .toList()));
    }

    /**
     * What a turn found.
     *
     * @param without nanoseconds of a get while nobody listens
     * @param with nanoseconds of a get with the variant
     */
    private record Turn(double without, double with) {

        static Turn of(String text) {
            String[] parts = text.split(" ", 2);
            return new Turn(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
        }

        double percent() {
            return 100 * (with / without - 1);
        }

        @Override
        public String toString() {
            return without + " " + with;
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static Turn inJvm(Path directory, Variant variant, String rounds) throws IOException, InterruptedException {
        List<String> command = ChildJvm.command(
                System.getProperty("java.class.path"),
                ListenerCost.class,
                List.of(TURN, directory.toString(), variant.name(), rounds));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the turn of " + variant + " failed: " + said);
        }
        return Turn.of(said);
    }

    private static Turn turn(Path directory, Variant variant, int rounds) {
        SqliteOptions file = SqliteOptions.file(directory.resolve("listener.db"));
        try (Storage alone = SqliteStorage.open(file, Variant.NOBODY.options(), NOTES);
                Storage heard = SqliteStorage.open(file, variant.options(), NOTES)) {
            String[] keys = new String[DOCUMENTS];
            DocumentCollection<Note> without = alone.collection(NOTES);
            DocumentCollection<Note> with = heard.collection(NOTES);
            for (int i = 0; i < DOCUMENTS; i++) {
                keys[i] = "note-" + i;
                without.put(keys[i], new Note("x".repeat(900)));
            }
            List<Double> nanosWithout = new ArrayList<>();
            List<Double> nanosWith = new ArrayList<>();
            for (int round = -rounds / 2; round < rounds; round++) {
                double first = get(without, keys);
                double second = get(with, keys);
                if (round >= 0) {
                    nanosWithout.add(first);
                    nanosWith.add(second);
                }
            }
            return new Turn(median(nanosWithout), median(nanosWith));
        }
    }

    private static double get(DocumentCollection<Note> notes, String[] keys) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        for (int get = 0; get < GETS_OF_A_ROUND; get++) {
            if (notes.get(keys[get % keys.length]).isEmpty()) {
                throw new IllegalStateException("a document is missing");
            }
        }
        return (threads.getCurrentThreadCpuTime() - begun) / (double) GETS_OF_A_ROUND;
    }
}
