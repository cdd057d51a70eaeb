// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.micro;

import dev.storageport.benchmarks.measure.ChildJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What variants of one lone get cost over the first of them. Each turn is a JVM of its own in which a variant and the first are asked by
 * turns, thousands of gets at a time, so that what a machine does meanwhile, and how a compiler happened to decide, meets both: between JVMs
 * the very same gets differ by a sixth. Measured is the processor's time of the calling thread. A turn tells the median of each; what counts
 * is the median of the turns. The first variant is compared with itself too, which shows the noise.
 *
 * <p>Arguments of a main class: an empty directory, the turns of each variant (5) and the rounds of a turn (60), after half as many to warm up.
 */
final class VariantTurns {

    private static final String TURN = "turn";
    private static final int DOCUMENTS = 1_000;
    private static final int GETS_OF_A_ROUND = 10_000;

    private VariantTurns() {}

    /** What is asked, of one variant. */
    interface Subject extends AutoCloseable {

        /** Stores a document of about a kilobyte. */
        void put(String key);

        /** Gets it, and returns whether it was there. */
        boolean get(String key);

        @Override
        void close();
    }

    /** Opens a variant in a directory that all share. */
    @FunctionalInterface
    interface Opening<V> {

        Subject open(Path directory, V variant);
    }

    /** What a turn found, in nanoseconds of a get. */
    private record Turn(double first, double variant) {

        static Turn of(String text) {
            String[] parts = text.split(" ", 2);
            return new Turn(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
        }

        double percent() {
            return 100 * (variant / first - 1);
        }

        String text() {
            return first + " " + variant;
        }
    }

    /** Runs the turns and prints the medians, or one of the turns. */
    static <V extends Enum<V>> void run(Class<?> main, String[] arguments, V[] variants, Opening<V> opening)
            throws IOException, InterruptedException {
        if (arguments[0].equals(TURN)) {
            V variant = Enum.valueOf(variants[0].getDeclaringClass(), arguments[2]);
            Turn turn = turn(Path.of(arguments[1]), variants[0], variant, Integer.parseInt(arguments[3]), opening);
            System.out.println(turn.text());
            return;
        }
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory);
        int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        String rounds = arguments.length > 2 ? arguments[2] : "60";
        Map<V, List<Turn>> told = new TreeMap<>();
        for (int turn = 0; turn < turns; turn++) {
            for (V variant : variants) {
                told.computeIfAbsent(variant, none -> new ArrayList<>()).add(inJvm(main, directory, variant, rounds));
            }
        }
        told.forEach((variant, each) -> System.out.printf(
                Locale.ROOT,
                "%-18s %6.0f ns a get, %s %6.0f, %+5.1f %%   %s%n",
                variant,
                median(each.stream().map(Turn::variant).toList()),
                variants[0],
                median(each.stream().map(Turn::first).toList()),
                median(each.stream().map(Turn::percent).toList()),
                each.stream()
                        .map(turn -> String.format(Locale.ROOT, "%+.1f", turn.percent()))
                        .toList()));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static Turn inJvm(Class<?> main, Path directory, Enum<?> variant, String rounds)
            throws IOException, InterruptedException {
        List<String> command = ChildJvm.command(
                System.getProperty("java.class.path"),
                main,
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

    private static <V> Turn turn(Path directory, V first, V variant, int rounds, Opening<V> opening) {
        try (Subject one = opening.open(directory, first);
                Subject other = opening.open(directory, variant)) {
            String[] keys = new String[DOCUMENTS];
            for (int i = 0; i < DOCUMENTS; i++) {
                keys[i] = "note-" + i;
                one.put(keys[i]);
            }
            List<Double> ofOne = new ArrayList<>();
            List<Double> ofOther = new ArrayList<>();
            for (int round = -rounds / 2; round < rounds; round++) {
                double nanosOfOne = gets(one, keys);
                double nanosOfOther = gets(other, keys);
                if (round >= 0) {
                    ofOne.add(nanosOfOne);
                    ofOther.add(nanosOfOther);
                }
            }
            return new Turn(median(ofOne), median(ofOther));
        }
    }

    private static double gets(Subject subject, String[] keys) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        for (int get = 0; get < GETS_OF_A_ROUND; get++) {
            if (!subject.get(keys[get % keys.length])) {
                throw new IllegalStateException("a document is missing");
            }
        }
        return (threads.getCurrentThreadCpuTime() - begun) / (double) GETS_OF_A_ROUND;
    }
}
