// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks;

import dev.storageport.benchmarks.compare.Comparison;
import dev.storageport.benchmarks.measure.IncompleteRunException;
import dev.storageport.benchmarks.measure.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the benchmarks and writes the results: {@code mvn -q -B -Pbenchmarks -pl storage-benchmarks -am verify -DskipTests -Dinvoker.skip}. Ends with
 * another status than 0 if anything that was to be measured was not.
 */
public final class Benchmarks {

    private Benchmarks() {}

    /**
     * Runs.
     *
     * @param arguments see {@link Settings#parse}
     * @throws Exception if a database cannot be started, contestants disagree, or callers do not end
     */
    public static void main(String[] arguments) throws Exception {
        try {
            Settings settings = Settings.parse(List.of(arguments));
            giveUpAfter(settings.mode().limit());
            Path folder = Files.createTempDirectory("storageport-benchmarks");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete"));
            if (settings.before().isPresent()) {
                String classPath = Files.readString(settings.before().get()).strip();
                new Comparison(settings, classPath, folder).run();
            } else {
                new Run(settings, folder).run();
            }
        } catch (IncompleteRunException incomplete) {
            System.err.println(incomplete.getMessage());
            System.exit(1);
        }
    }

    // The server and the folder go with this JVM.
    private static void giveUpAfter(Duration limit) {
        Thread watch = new Thread(
                () -> {
                    try {
                        Thread.sleep(limit.toMillis());
                    } catch (InterruptedException unexpected) {
                        return;
                    }
                    System.err.println("Given up after " + limit);
                    System.exit(2);
                },
                "watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | RuntimeException stillInUse) {
            System.err.println("Not deleted: " + folder);
        }
    }
}
