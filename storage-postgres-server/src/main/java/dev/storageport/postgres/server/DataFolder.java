// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One server's folder below the temporary folder, owned by the user that the server runs as.
 *
 * <pre>
 * storageport-postgres-1234/
 *   data/         what initdb makes
 *   server.log    what the server and every other program of it print
 * </pre>
 */
final class DataFolder {
    private static final Duration INITDB_LIMIT = Duration.ofSeconds(60);
    private static final int TAIL_LINES = 40;

    /** Files in memory, where making those of a table takes a hundredth of what a disk takes. */
    private static final Path MEMORY = Path.of("/dev/shm");

    /** More than any test of this project fills; containers have 64 MiB there unless told otherwise. */
    private static final long MEMORY_NEEDED = 4L << 30;

    /** Files in the data folder, as {@code postgresql.conf} names them. */
    static final String CERTIFICATE = "server.crt";

    static final String KEY = "server.key";
    static final String CLIENT_SIGNERS = "clients.crt";

    private final Path root;
    private final ServerUser user;

    private DataFolder(Path root, ServerUser user) {
        this.root = root;
        this.user = user;
    }

    /** Creates the folder of a server: in memory, if there is room, unless it waits for the disk. */
    static DataFolder create(PostgresServerOptions options) throws IOException {
        return create(options.fsync() ? temporary() : inMemory(MEMORY, MEMORY_NEEDED));
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Returns that place, or the folder of temporary files where it does not exist or has less room. */
    static Path inMemory(Path memory, long bytes) throws IOException {
        boolean roomy = Files.isDirectory(memory)
                && Files.isWritable(memory)
                && Files.getFileStore(memory).getUsableSpace() >= bytes;
        return roomy ? memory : temporary();
    }

    private static DataFolder create(Path parent) throws IOException {
        Path root = Files.createTempDirectory(parent, "storageport-postgres-");
        try {
            ServerUser user = ServerUser.forOwnerOf(root);
            user.own(root);
            Files.createFile(root.resolve("server.log"));
            return new DataFolder(root, user);
        } catch (IOException | RuntimeException e) {
            Folders.delete(root);
            throw e;
        }
    }

    Path root() {
        return root;
    }

    String data() {
        return root.resolve("data").toString();
    }

    /** The file in which the server notes its process and state; there only while it runs, or after it was killed. */
    Path pidFile() {
        return root.resolve("data").resolve("postmaster.pid");
    }

    void initialize(PostgresBinaries binaries, PostgresServerOptions options, String superuser, String password)
            throws IOException {
        Path passwordFile = root.resolve("password");
        Files.writeString(passwordFile, password);
        user.own(passwordFile);
        List<String> command = new ArrayList<>(List.of(
                binaries.program("initdb"),
                "--pgdata=" + data(),
                "--username=" + superuser,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                // More rounds, from version 16 on to be chosen, guard stolen passwords; these end with the server.
                "--set=scram_iterations=1",
                "--encoding=UTF8",
                // The folder need not outlive a crash of the machine.
                "--no-sync",
                "--no-instructions"));
        command.addAll(options.locale().initdbArguments());
        run(command, INITDB_LIMIT);
        Files.delete(passwordFile);
        Files.writeString(
                root.resolve("data").resolve("postgresql.conf"), options.configuration(), StandardOpenOption.APPEND);
        if (!options.hostEntries().isEmpty()) {
            Files.write(root.resolve("data").resolve("pg_hba.conf"), options.hostEntries());
        }
        if (options.tls().isPresent()) {
            install(options.tls().get());
        }
    }

    private void install(ServerTls tls) throws IOException {
        copy(tls.certificate(), CERTIFICATE);
        copy(tls.key(), KEY);
        if (tls.clientSigners().isPresent()) {
            copy(tls.clientSigners().get(), CLIENT_SIGNERS);
        }
    }

    /** Copies a file into the data folder, for the server's user only: it takes no key that others may read. */
    private void copy(Path file, String name) throws IOException {
        Path copy = root.resolve("data").resolve(name);
        Files.createFile(copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(copy, Files.readAllBytes(file));
        user.own(copy);
    }

    /** Starts a program that goes on running. */
    Process launch(List<String> command) throws IOException {
        File log = log().toFile();
        return user.command(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** Runs a program to its end; any end but success is an exception. */
    void run(List<String> command, Duration limit) throws IOException {
        long before = logSize();
        Process process = launch(command);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure(command.get(0) + " did not end within " + limit, before);
            }
        } catch (InterruptedException e) {
            throw PostgresServerException.interrupted("waiting for " + command.get(0), e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw failure(command.get(0) + " failed with exit code " + process.exitValue(), before);
        }
    }

    long logSize() throws IOException {
        return Files.size(log());
    }

    /** What was logged after the log had this size. */
    String logFrom(long size) throws IOException {
        byte[] bytes = Files.readAllBytes(log());
        return new String(bytes, (int) size, bytes.length - (int) size, UTF_8);
    }

    /** An exception that shows the last lines logged since the log had this size. */
    PostgresServerException failure(String what, long size) throws IOException {
        List<String> lines = Arrays.asList(logFrom(size).split("\n", -1));
        List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return new PostgresServerException(what + ". End of its log:\n" + String.join("\n", tail));
    }

    /** Has the next start make a standby; one that is not told whom to follow waits for a primary that never comes. */
    void markAsStandby() throws IOException {
        write("standby.signal", new byte[0]);
    }

    /** Writes a file of the data folder. */
    void write(String name, byte[] content) throws IOException {
        Path file = root.resolve("data").resolve(name);
        Files.write(file, content);
        user.own(file);
    }

    /** Adds a line to the server's settings, which wins over the lines before it when the server reads them again. */
    void configure(String name, String value) throws IOException {
        Files.writeString(
                root.resolve("data").resolve("postgresql.conf"),
                PostgresServerOptions.line(name, value),
                StandardOpenOption.APPEND);
    }

    /** Copies a file or a folder, without what is in it, from another data folder; does nothing if it is gone. */
    void take(Path original, Path name) throws IOException {
        Path copy = root.resolve("data").resolve(name.toString());
        try {
            Files.copy(original, copy, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException deleted) {
            Files.deleteIfExists(copy);
            return;
        }
        user.own(copy);
    }

    void delete() throws IOException {
        Folders.delete(root);
    }

    private Path log() {
        return root.resolve("server.log");
    }
}
