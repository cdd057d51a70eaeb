// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.benchmarks.compare;

import dev.storageport.benchmarks.measure.ChildJvm;
import dev.storageport.benchmarks.measure.IncompleteRunException;
import dev.storageport.benchmarks.measure.Settings;
import dev.storageport.benchmarks.workload.Database;
import dev.storageport.benchmarks.workload.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** One of two builds that are compared, with a database of its own that it has loaded. */
final class Build implements AutoCloseable {

    private final String name;
    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    /**
     * Starts its JVM and waits until its database is loaded.
     *
     * @param name what to call it
     * @param classPath where its classes are
     * @param folder for its database
     * @throws IncompleteRunException if it does not come that far
     */
    Build(String name, String classPath, Settings settings, Database database, Path folder) throws IOException {
        this.name = name;
        List<String> command = ChildJvm.command(
                classPath, BuildProcess.class, List.of(settings.mode().name(), database.name(), folder.toString()));
        process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        answers = process.inputReader(StandardCharsets.UTF_8);
        try {
            answer(BuildProcess.READY);
        } catch (IOException | RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    String name() {
        return name;
    }

    /** Measures one round; empty if this build does not know the workload, or nobody of that name who does it. */
    OptionalDouble rate(Workload workload, int callers, String contestant) throws IOException {
        questions.println(workload.id() + " " + callers + " " + contestant);
        String answer = answer(BuildProcess.RATE, BuildProcess.NONE);
        return answer.equals(BuildProcess.NONE)
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(answer.substring(BuildProcess.RATE.length())));
    }

    /** Returns the next line that begins in one of these ways; what libraries print is none. */
    private String answer(String... beginnings) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            for (String beginning : beginnings) {
                if (line.startsWith(beginning)) {
                    return line;
                }
            }
        }
        throw new IncompleteRunException(
                "the build " + name + " has ended; is " + BuildProcess.class.getName() + " in its class path?");
    }

    /** Lets it end by itself, which stops its server, and not longer than a minute. */
    @Override
    public void close() {
        questions.close();
        try {
            if (process.waitFor(1, TimeUnit.MINUTES)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
