// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.DatabaseReplacedException;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageFailureException;
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

    private final Path path;
    private final String name;
    private final FileIdentity identity;
    private final FileAccess access;
    private final Path realPath;
    private final AtomicInteger users = new AtomicInteger(1);
    private final LookInterval nextLook = new LookInterval();
    private volatile Instant intactAt;
    private volatile @Nullable String found;
    private volatile boolean logRemoved;

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
        if (!taken(identity, name)) {
            throw new StorageAccessException(
                    StorageAccessException.Reason.IN_USE,
                    name
                            + ": another copy of this library in this JVM, of another class loader, has it open, and two would"
                            + " damage it; close the storage there (perhaps of an application that was stopped or deployed"
                            + " again), or put the library where both applications share it",
                    null);
        }
        try {
            FileAccess access = create ? FileAccess.WRITABLE : FileAccess.of(path);
            return new OpenFile(path, path.toRealPath(), name, identity, access);
        } catch (IOException failed) {
            FileHolders.release(identity);
            throw unseen(name, failed);
        }
    }

    private static boolean taken(FileIdentity identity, String name) {
        try {
            return FileHolders.take(identity);
        } catch (IOException failed) {
            throw new StorageFailureException(
                    name
                            + ": nobody can tell whether another copy of this library in this JVM has it open, because a file of"
                            + " the JDK, lib/modules, cannot be locked; check that it is there and may be read",
                    failed);
        }
    }

    private OpenFile(Path path, Path realPath, String name, FileIdentity identity, FileAccess access) {
        this.path = path;
        this.realPath = realPath;
        this.name = name;
        this.identity = identity;
        this.access = access;
        intactAt = Instant.now();
    }

    private static Optional<FileIdentity> look(Path path, String name) {
        try {
            return FileIdentity.of(path);
        } catch (IOException failed) {
            throw unseen(name, failed);
        }
    }

    private static StorageAccessException unseen(String name, IOException failed) {
        return new StorageAccessException(
                StorageAccessException.Reason.MISSING_RIGHT,
                name + ": it cannot be looked at; check that its directory may be searched",
                failed);
    }

    /** Returns what is at a path, which is this file's or that of one beside it. */
    Optional<FileIdentity> look(Path at) {
        return look(at, name);
    }

    FileAccess access() {
        return access;
    }

    /** Returns the path without links, beside which SQLite keeps the log. */
    Path realPath() {
        return realPath;
    }

    /** Returns where SQLite keeps the log of the file. */
    Path log() {
        return FileRights.log(realPath);
    }

    /** Refuses to go on if the file is known to be another, looking only if that was not done lately. */
    void checkLately(boolean outcomeUnknown) {
        if (found != null || nextLook.isOver()) {
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
            Optional<FileIdentity> now = look(path);
            present = now.isPresent() ? difference(now.get()) : "it was removed";
            if (present == null) {
                intactAt = before;
                nextLook.lookedSince(beforeNanos);
                return;
            }
            found = present;
        }
        throw replaced(present, outcomeUnknown);
    }

    private DatabaseReplacedException replaced(String what, boolean outcomeUnknown) {
        return new DatabaseReplacedException(
                name + ": " + what + " while open; what was written since " + intactAt
                        + " may be lost. What is there now was left alone: close the storage, see what is there, and open it"
                        + " again",
                intactAt,
                outcomeUnknown,
                null);
    }

    /**
     * Ends the storage, whose log is not beside the file any more.
     *
     * @param other whether there is another one now
     * @param lastIntact when it was last seen there
     */
    DatabaseReplacedException withoutLog(Path log, boolean other, Instant lastIntact) {
        if (found == null) {
            intactAt = lastIntact;
            logRemoved = !other;
            found = "its log " + log + (other ? " was replaced by another" : " was removed");
        }
        return replaced(String.valueOf(found), true);
    }

    /** Returns whether the path leads to the file now and it may be written, so that what stands in the log can be brought into it. */
    boolean canTidy() {
        if (!access.canWrite()) {
            return false;
        }
        try {
            if (!logRemoved) {
                check(false);
                return true;
            }
            // What the connections still have of the log would be lost with them, and nobody else writes another.
            return look(path).filter(now -> now.isSameFile(identity)).isPresent()
                    && look(log()).isEmpty();
        } catch (DatabaseReplacedException | StorageAccessException replaced) {
            return false;
        }
    }

    private @Nullable String difference(FileIdentity now) {
        if (!now.isSameFile(identity)) {
            return "it was replaced by another";
        }
        boolean changed = access == FileAccess.UNCHANGING && !now.isUnchanged(identity);
        return changed ? "it was written to by somebody, though nobody has the right to," : null;
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
