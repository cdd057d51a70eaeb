// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that runs {@link ChildProgram}. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final Writer input;

    ChildProcess(String command, Path file, String... jvmOptions) throws IOException {
        this(List.of(), command, file, jvmOptions);
    }

    /**
     * Starts a process to which the rights of files apply. To root they do not; so root starts one of its own that lacks the capabilities to
     * pass over them, because another user could not read the class path.
     */
    static ChildProcess boundByRights(String command, Path file) throws IOException {
        boolean root = Files.getOwner(file).getName().equals("root");
        List<String> bound =
                List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", "--inh-caps=-all", "--");
        return new ChildProcess(root ? bound : List.of(), command, file);
    }

    private ChildProcess(List<String> wrapper, String command, Path file, String... jvmOptions) throws IOException {
        List<String> line = new ArrayList<>(wrapper);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path")));
        line.addAll(List.of(jvmOptions));
        line.addAll(List.of(ChildProgram.class.getName(), command, file.toString()));
        process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader();
        input = process.outputWriter();
    }

    /**
     * Returns a process for which a directory is a disk of so many bytes. Only it sees that, in a namespace of its own, which also users
     * without rights can have, and with which the disk is gone.
     */
    static ChildProcess onDisk(Path directory, long bytes, String command, Path file) throws IOException {
        String mount = "mount -t tmpfs -o size=" + bytes + " none '" + directory + "' && exec \"$@\"";
        return new ChildProcess(
                List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh"), command, file);
    }

    /** Returns the next line, or throws if there is none. */
    String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new AssertionError("the process ended");
        }
        return line;
    }

    void say(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** Kills the process, which can do nothing about it, and returns what it had still said. */
    List<String> kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // by its handle, which leaves the output to be read
        List<String> last = output.lines().toList();
        process.waitFor();
        return last;
    }

    int end() throws IOException, InterruptedException {
        input.close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
