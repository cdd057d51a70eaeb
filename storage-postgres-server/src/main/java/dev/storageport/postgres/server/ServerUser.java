// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who the server's programs run as. PostgreSQL refuses to run as root, so root hands them to {@code nobody}; everyone
 * else runs them directly.
 *
 * @param commandPrefix what goes before each command; empty for an ordinary user
 */
record ServerUser(List<String> commandPrefix) {
    private static final int NOBODY = 65534;
    private static final List<String> SETPRIV =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");
    private static final List<String> RUNUSER = List.of("runuser", "-u", "nobody", "--");

    /** The user for a process that owns this folder, which it has just made. */
    static ServerUser forOwnerOf(Path ownFolder) throws IOException {
        if (!Integer.valueOf(0).equals(Files.getAttribute(ownFolder, "unix:uid"))) {
            return new ServerUser(List.of());
        }
        for (List<String> prefix : List.of(SETPRIV, RUNUSER)) {
            ServerUser user = new ServerUser(prefix);
            if (user.canRunCommands()) {
                return user;
            }
        }
        throw new IOException("PostgreSQL does not run as root, and neither setpriv nor runuser can run it as nobody");
    }

    /** Hands a file or folder over to this user. */
    void own(Path path) throws IOException {
        if (!commandPrefix.isEmpty()) {
            Files.setAttribute(path, "unix:gid", NOBODY);
            Files.setAttribute(path, "unix:uid", NOBODY);
        }
    }

    /** A command of this user, with nothing of the caller's PostgreSQL or language settings. */
    ProcessBuilder command(List<String> command) {
        List<String> whole = new ArrayList<>(commandPrefix);
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        // The working directory is often one that nobody else may enter.
        builder.directory(Path.of("/").toFile());
        return builder.redirectErrorStream(true);
    }

    private boolean canRunCommands() {
        try {
            Process process = command(List.of("true"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program: the next way is tried, and the last failure is reported
        } catch (InterruptedException e) {
            throw PostgresServerException.interrupted("looking for a way to run as nobody", e);
        }
    }
}
