// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.DatabaseReplacedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log that one connection writes to, and whether it is the one beside the file. SQLite removes it only when nobody has the file open; if it
 * is gone before, other processes do not see what is written, and whoever opens the file next finds nothing of it. For one thread at a time.
 */
final class OpenLog {

    private final OpenFile file;
    private final Path path;

    /** As it was found by the first look. */
    private @Nullable FileIdentity written;

    private Instant intactAt = Instant.now();
    private final LookInterval nextLook = new LookInterval();

    OpenLog(OpenFile file) {
        this.file = file;
        this.path = file.log();
    }

    /**
     * Looks at the log after a commit, which has written to it, unless that was done lately.
     *
     * @throws DatabaseReplacedException if it is not there any more
     */
    void checkLately() {
        if (!nextLook.isOver()) {
            return;
        }
        long beforeNanos = System.nanoTime();
        Instant before = Instant.now();
        Optional<FileIdentity> present = file.look(path);
        FileIdentity first = written;
        boolean intact = present.isPresent() && (first == null || present.get().isSameFile(first));
        if (!intact) {
            throw file.withoutLog(path, present.isPresent(), intactAt);
        }
        written = present.get();
        intactAt = before;
        nextLook.lookedSince(beforeNanos);
    }
}
