// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.DatabaseReplacedException;
import dev.storageport.StorageAccessException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A file that this copy of the library has to itself in this JVM, and whether its path still leads to it. SQLite goes on in a file that
 * was removed or renamed as if nothing had happened, and opens what has taken its place together with the log of the old one. For any thread.
 */
final class OpenFile {

    /**
     * A look takes one to two microseconds, so this costs two thousandths of the time at most; what is acknowledged within it after the
     * file was removed may be lost.
     */
    static final long NANOS_BETWEEN_LOOKS = 1_000_000;

    private final Path path;
    private final String name;
    private final FileIdentity identity;
    private final AtomicInteger users = new AtomicInteger(1);
    private volatile Instant intactAt;
    private volatile long lookedAt;
    private volatile @Nullable String found;

    /**
     * Takes a file, for the caller and the connections that it opens.
     *
     * @param name how messages call it
     * @param create whether it is made if there is none
     * @throws StorageAccessException if another copy of the library has it, or it cannot be created or looked at
     */
    static OpenFile take(Path path, String name, boolean create) {
        if (create) {
            NewFile.createIfAbsent(path, name);
        }
        FileIdentity identity = look(path, name)
                .orElseThrow(() -> new StorageAccessException(
                        StorageAccessException.Reason.MISSING_RIGHT, name + ": there is no such file", null));
        if (!FileHolders.take(identity)) {
            throw new StorageAccessException(
                    StorageAccessException.Reason.IN_USE,
                    name
                            + ": another copy of this library in this JVM, of another class loader, has it open, and two would"
                            + " damage it; close the storage there (perhaps of an application that was stopped or deployed"
                            + " again), or put the library where both applications share it",
                    null);
        }
        return new OpenFile(path, name, identity);
    }

    private OpenFile(Path path, String name, FileIdentity identity) {
        this.path = path;
        this.name = name;
        this.identity = identity;
        intactAt = Instant.now();
        lookedAt = System.nanoTime();
    }

    private static Optional<FileIdentity> look(Path path, String name) {
        try {
            return FileIdentity.of(path);
        } catch (IOException failed) {
            throw new StorageAccessException(
                    StorageAccessException.Reason.MISSING_RIGHT,
                    name + ": it cannot be looked at; check that its directory may be searched",
                    failed);
        }
    }

    /** Refuses to go on if the file is known to be another, looking only if that was not done lately. */
    void checkLately(boolean outcomeUnknown) {
        if (found != null || System.nanoTime() - lookedAt >= NANOS_BETWEEN_LOOKS) {
            check(outcomeUnknown);
        }
    }

    /**
     * Refuses to go on if the path does not lead to the file any more, from then on always.
     *
     * @throws DatabaseReplacedException if it does not
     */
    void check(boolean outcomeUnknown) {
        String present = found;
        if (present == null) {
            Instant before = Instant.now();
            long beforeNanos = System.nanoTime();
            Optional<FileIdentity> now = look(path, name);
            if (now.isPresent() && now.get().key().equals(identity.key())) {
                intactAt = before;
                lookedAt = beforeNanos;
                return;
            }
            present = now.isPresent() ? "replaced by another" : "removed";
            found = present;
        }
        throw new DatabaseReplacedException(
                name + ": it was " + present + " while open; what was written since " + intactAt
                        + " may be lost. What is there now was left alone: close the storage, see what is there, and open it"
                        + " again",
                intactAt,
                outcomeUnknown,
                null);
    }

    /** Returns whether the path leads to the file now, and always did when somebody looked. */
    boolean isIntact() {
        try {
            check(false);
            return true;
        } catch (DatabaseReplacedException | StorageAccessException replaced) {
            return false;
        }
    }

    /** Counts a connection, which has the file open until it {@linkplain #leave leaves}. */
    void join() {
        users.incrementAndGet();
    }

    /** Lets other copies have the file when the last has left: each connection, and who took the file. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            FileHolders.release(identity);
        }
    }
}
