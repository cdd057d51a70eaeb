// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of a JVM, in a folder of its own. */
final class ChildJvm {

    private static final int MINUTES = 3;

    private final Path home;
    private final Path folder;

    /**
     * Describes processes; starts none.
     *
     * @param home of the JVM
     * @param folder the folder they run in
     */
    ChildJvm(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /** A process of the JVM that runs the tests. */
    static ChildJvm ofTheTests(Path folder) {
        return new ChildJvm(Path.of(System.getProperty("java.home")), folder);
    }

    /** Runs the JVM with the arguments and returns the lines that it prints; what it says of errors is shown if it prints none. */
    List<String> run(List<String> arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(home.resolve("bin").resolve("java").toString());
        line.add("-XX:TieredStopAtLevel=1");
        line.addAll(arguments);
        Path errors = Files.createTempFile("child", ".err");
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(said).as(() -> "what it prints beside " + read(errors)).isNotEmpty();
            return said;
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }

    private static String read(Path errors) {
        try {
            return Files.readString(errors);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
