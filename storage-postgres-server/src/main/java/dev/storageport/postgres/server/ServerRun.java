// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of the server, from its start to its end, on one data folder and port. */
final class ServerRun {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration PROMOTE_LIMIT = Duration.ofSeconds(60);
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(10);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final int PID_LINE = 0;
    private static final int STATUS_LINE = 7;
    private static final Set<String> ACCEPTING = Set.of("ready", "standby");

    private final PostgresBinaries binaries;
    private final DataFolder folder;
    private final Process process;
    private final long logStart;

    private ServerRun(PostgresBinaries binaries, DataFolder folder, Process process, long logStart) {
        this.binaries = binaries;
        this.folder = folder;
        this.process = process;
        this.logStart = logStart;
    }

    /** Starts the server and waits until it accepts connections. */
    static ServerRun start(PostgresBinaries binaries, DataFolder folder, int port) throws IOException {
        long logStart = folder.logSize();
        Process process =
                folder.launch(List.of(binaries.program("postgres"), "-D", folder.data(), "-p", Integer.toString(port)));
        ServerRun run = new ServerRun(binaries, folder, process, logStart);
        try {
            run.awaitReady();
            return run;
        } catch (IOException | RuntimeException e) {
            run.kill();
            throw e;
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /**
     * Stops the server as {@code pg_ctl} does.
     *
     * @param mode {@code fast} ends all sessions and writes a checkpoint; {@code immediate} just ends, so that the next
     *     start has to recover
     */
    void stop(String mode) throws IOException {
        control(STOP_LIMIT, "stop", "-m", mode);
        awaitEnd();
    }

    /** Makes a primary of a standby, and waits until it is one. */
    void promote() throws IOException {
        control(PROMOTE_LIMIT, "promote");
    }

    private void control(Duration limit, String... action) throws IOException {
        List<String> command = new ArrayList<>(List.of(binaries.program("pg_ctl")));
        command.addAll(List.of(action));
        command.addAll(List.of("-D", folder.data(), "-w", "-t", "" + limit.toSeconds()));
        folder.run(command, limit.plusSeconds(5));
    }

    /** Has the server read its settings again, which it does soon after. */
    void reload() throws IOException {
        folder.run(List.of(binaries.program("pg_ctl"), "reload", "-D", folder.data()), RELOAD_LIMIT);
    }

    /** Kills the server and all its processes at once; nothing is written any more. */
    void kill() throws IOException {
        List<ProcessHandle> sessions;
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            sessions = descendants.toList();
        }
        process.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
        awaitEnd(sessions);
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!ready()) {
            if (!process.isAlive()) {
                throw folder.failure("The server ended while starting", logStart);
            }
            if (System.nanoTime() > deadline) {
                throw folder.failure("The server was not ready within " + START_LIMIT, logStart);
            }
            pause();
        }
    }

    /** Whether the server has noted in its pid file that it accepts connections. */
    private boolean ready() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(folder.pidFile());
        } catch (NoSuchFileException e) {
            return false;
        }
        return lines.size() > STATUS_LINE
                && ACCEPTING.contains(lines.get(STATUS_LINE).strip())
                && isOurs(lines.get(PID_LINE).strip());
    }

    // A killed server leaves its pid file behind, and that one says ready too.
    private boolean isOurs(String pid) {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            return pid.equals(Long.toString(process.pid()))
                    || descendants.anyMatch(handle -> pid.equals(Long.toString(handle.pid())));
        }
    }

    private void awaitEnd() throws IOException {
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw folder.failure("The server did not end within " + STOP_LIMIT, logStart);
            }
        } catch (InterruptedException e) {
            throw PostgresServerException.interrupted("waiting for the server's end", e);
        }
    }

    // The next start is refused while one of them still holds the shared memory. No failure when one lingers: where
    // nobody collects dead processes, and Linux's own list of processes is missing, they look alive for ever.
    private static void awaitEnd(List<ProcessHandle> sessions) {
        long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
        while (sessions.stream().anyMatch(ServerRun::holdsMemory) && System.nanoTime() < deadline) {
            pause();
        }
    }

    // Once its parent has died, a dead process keeps its entry until the system's first process collects it, perhaps a
    // second later.
    private static boolean holdsMemory(ProcessHandle session) {
        try {
            String state = Files.readString(Path.of("/proc", Long.toString(session.pid()), "stat"));
            return session.isAlive() && !state.contains(") Z ");
        } catch (IOException noSuchEntry) {
            return session.isAlive();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            throw PostgresServerException.interrupted("waiting for the server's processes", e);
        }
    }
}
