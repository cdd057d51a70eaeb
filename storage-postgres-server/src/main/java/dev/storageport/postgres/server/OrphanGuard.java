// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Cleans up when this JVM dies without a chance to: a shell that waits for the end of a pipe from this JVM, which the
 * operating system closes however the JVM ends, and then stops the server and deletes its folder.
 *
 * <pre>
 * JVM ---- pipe ----> sh: read until end, kill server, delete folder
 *  |
 *  +--- starts -----> postgres
 * </pre>
 */
final class OrphanGuard implements AutoCloseable {
    // Deaf to the signals that a terminal or a build sends to the whole process group. After an orderly close there is
    // no folder any more, so nothing is left to do.
    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM
            cat
            pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
            if [ -n "$pid" ]; then
              kill -QUIT "$pid" 2>/dev/null
              tries=0
              while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
                sleep 0.1
                tries=$((tries + 1))
              done
              kill -KILL "$pid" 2>/dev/null
            fi
            rm -rf -- "$1"
            """;

    private final Process shell;

    private OrphanGuard(Process shell) {
        this.shell = shell;
    }

    static OrphanGuard of(DataFolder folder) throws IOException {
        return new OrphanGuard(new ProcessBuilder(
                        "sh", "-c", SCRIPT, "storageport-guard", folder.root().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Lets the guard do its work now, and waits for it. */
    @Override
    public void close() throws IOException {
        shell.getOutputStream().close();
        try {
            if (!shell.waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException("The guard shell did not end within 30 s");
            }
        } catch (InterruptedException e) {
            throw PostgresServerException.interrupted("waiting for the guard shell", e);
        }
    }
}
