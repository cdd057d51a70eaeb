// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0

package dev.storageport.benchmarks.disk;

import dev.storageport.benchmarks.measure.IncompleteRunException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A library that is preloaded into a process and makes each sync of the disk take longer. Needs Linux with glibc, and a C compiler called
 * {@code cc}: nothing native is kept among the sources.
 */
final class SyncShim {

    private static final String SOURCE = "slower-sync.c";
    private static final String PRELOAD = "LD_PRELOAD";
    private static final String NANOS = "STORAGEPORT_SYNC_NANOS";
    private static final String WITHOUT = "; choose sync=none to measure without a slower disk";

    private final Path library;

    private SyncShim(Path library) {
        this.library = library;
    }

    /**
     * Compiles it.
     *
     * @param compiler the command
     * @throws IncompleteRunException if that cannot be done here
     */
    static SyncShim compile(Path folder, String compiler) throws IOException, InterruptedException {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            throw new IncompleteRunException("a slower disk can be simulated on Linux only" + WITHOUT);
        }
        Path source = folder.resolve(SOURCE);
        try (InputStream code = SyncShim.class.getResourceAsStream(SOURCE)) {
            if (code == null) {
                throw new IOException("missing: " + SOURCE);
            }
            Files.write(source, code.readAllBytes());
        }
        Path library = folder.resolve("slower-sync.so");
        Path log = folder.resolve("slower-sync.log");
        Process process = start(
                new ProcessBuilder(List.of(
                                compiler,
                                "-O2",
                                "-shared",
                                "-fPIC",
                                "-o",
                                library.toString(),
                                source.toString(),
                                "-ldl"))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile()),
                compiler);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new IncompleteRunException(compiler + " failed: " + Files.readString(log) + WITHOUT);
        }
        return new SyncShim(library);
    }

    private static Process start(ProcessBuilder builder, String compiler) {
        try {
            return builder.start();
        } catch (IOException absent) {
            throw new IncompleteRunException("a slower disk needs a C compiler, and '" + compiler
                    + "' cannot be started: " + absent.getMessage() + WITHOUT);
        }
    }

    /** Makes syncs of a process that will be started with an environment take at least so long. */
    void preload(Map<String, String> environment, Duration sync) {
        environment.merge(PRELOAD, library.toString(), (before, ours) -> ours + ":" + before);
        environment.put(NANOS, Long.toString(sync.toNanos()));
    }
}
