// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.SchemaMode;
import dev.storageport.Storage;
import dev.storageport.StorageListener;
import dev.storageport.StorageOptions;
import dev.storageport.event.IndexBuildAdvanced;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.Scan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that does what it is told, one command a line, and answers each with one line. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream commands;

    ChildProcess(String... jvmArguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.addAll(List.of(jvmArguments));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildProcess.class.getName()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    void tell(String command) {
        commands.println(command);
    }

    String answer() throws IOException {
        return String.valueOf(answers.readLine());
    }

    /** Ends it as a machine that runs out of memory does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        commands.close();
        process.destroy();
    }

    /** Runs in the child. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.startsWith("build ")) {
                build(command.substring("build ".length()), answers);
            } else {
                answers.println(run(command.split(" ", 2)));
            }
        }
    }

    /** Opens with further indexes and tells how far their building is. */
    private static void build(String url, PrintStream answers) {
        StorageOptions telling = StorageOptions.builder()
                .listener(new StorageListener() {
                    @Override
                    public void indexBuildAdvanced(IndexBuildAdvanced advanced) {
                        answers.println(advanced.done());
                    }
                })
                .build();
        Storage.open(url, telling, Hero.INDEXED).close();
    }

    private static String run(String[] command) {
        PostgresPort port = (PostgresPort) PostgresStorage.port(PostgresOptions.parse(command[1]));
        try {
            port.prepare(command[0].equals("grow") ? PostgresBuildTest.catalog() : Samples.CATALOG, SchemaMode.MIGRATE);
            return command[0].equals("scan") ? Long.toString(scanned(port)) : "opened";
        } catch (RuntimeException failure) {
            return failure.toString().replace('\n', ' ');
        } finally {
            port.close();
        }
    }

    private static long scanned(PostgresPort port) {
        Scan all = Filters.all(Samples.PLAIN, Projection.BODY);
        long characters = 0;
        try (RecordCursor cursor = port.scan(all)) {
            while (cursor.hasNext()) {
                characters += cursor.next().body().orElseThrow().length();
            }
        }
        return characters;
    }
}
