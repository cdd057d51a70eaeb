// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.SchemaException;
import dev.storageport.StorageAccessException;
import dev.storageport.StorageFailureException;
import dev.storageport.StorageInterruptedException;
import dev.storageport.UsageException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a file that may be in use. SQLite writes what one snapshot holds into a file of another name; only when that was looked through
 * and is on the disk does it get the name that was asked for.
 *
 * <pre>
 * app.db ─ VACUUM INTO ─► copy.db.UUID.partial ─ integrity_check ─ sync ─ link ─► copy.db
 * </pre>
 */
public final class Backup {

    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

    /** What SQLite may have beside a file, and would take for a part of the copy. */
    private static final List<String> BESIDE = List.of("-wal", "-shm", "-journal");

    private static final String SOUND = "ok";

    private final DatabaseOptions options;
    private final Path target;
    private final Path partial;

    /**
     * Prepares a backup, without any I/O.
     *
     * @param options where the database is; its bound on one statement is that of the backup
     * @param copy the file that there is to be
     */
    public Backup(DatabaseOptions options, Path copy) {
        this.options = options;
        target = copy.toAbsolutePath();
        partial = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".partial");
    }

    /** Makes it. Nothing is left if this fails. */
    public void make() {
        requireNothingThere();
        try {
            NewFile.createIfAbsent(partial, "file " + target);
            if (new Database(options).observe(this::copy).isEmpty()) {
                throw new SchemaException(
                        place() + ", " + options.name() + ": there is no storage in it to copy", null);
            }
            if (new Database(options.of(partial)).observe(this::isSound).orElse(false)) {
                publish();
            } else {
                throw new StorageFailureException(
                        place() + ", " + options.name()
                                + ": the copy is damaged, and so, most likely, is the file; restore an older backup",
                        null);
            }
        } finally {
            removeWhatIsLeft();
        }
    }

    private String place() {
        return "backup to " + target;
    }

    private void requireNothingThere() {
        requireNone(target);
        for (String suffix : BESIDE) {
            requireNone(target.resolveSibling(target.getFileName() + suffix));
        }
    }

    private void requireNone(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(file);
        }
    }

    private UsageException taken(Path file) {
        return new UsageException(place() + ", " + options.name() + ": there is a file " + file
                + " already, and a backup replaces none; name one that is not there");
    }

    /** A connection that may change nothing may not even write another file. What it reads it leaves as it is. */
    private boolean copy(DatabaseConnection source) {
        try {
            source.execute(Sql.pragma("query_only", "OFF"));
            try (PreparedStatement statement = source.once(Sql.VACUUM_INTO)) {
                statement.setString(1, partial.toString());
                statement.executeUpdate();
            }
            return true;
        } catch (SQLException failed) {
            throw source.failed(place(), failed);
        }
    }

    /** SQLite copies what it finds, also out of a file whose pages contradict each other. */
    private boolean isSound(DatabaseConnection copy) {
        try (PreparedStatement statement = copy.once(Sql.pragma("integrity_check", "1"));
                ResultSet found = statement.executeQuery()) {
            return found.next() && SOUND.equals(found.getString(1));
        } catch (SQLException failed) {
            throw copy.failed(place(), failed);
        }
    }

    private void publish() {
        try {
            try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            name();
        } catch (FileAlreadyExistsException cameMeanwhile) {
            throw taken(target);
        } catch (ClosedByInterruptException interrupted) { // which leaves the flag set
            throw new StorageInterruptedException(place() + ": the thread was interrupted", interrupted);
        } catch (IOException failed) {
            throw new StorageAccessException(
                    StorageAccessException.Reason.MISSING_RIGHT,
                    place() + ", " + options.name() + ": the copy was made and could not be given its name",
                    failed);
        }
        syncFolder();
    }

    /** A second name for the file, of which the first is removed at the end: unlike a rename, that never replaces what has come meanwhile. */
    private void name() throws IOException {
        try {
            Files.createLink(target, partial);
        } catch (FileAlreadyExistsException cameMeanwhile) {
            throw cameMeanwhile;
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            LOG.debug("{} is renamed, for want of links", partial, noLinksHere);
            requireNone(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** So that the name survives a power loss as well; not every system lets a folder be opened. */
    private void syncFolder() {
        Path folder = target.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
            opened.force(true);
        } catch (IOException notHere) {
            LOG.debug("the folder {} was not synced", folder, notHere);
        }
    }

    private void removeWhatIsLeft() {
        remove(partial);
        for (String suffix : BESIDE) {
            remove(partial.resolveSibling(partial.getFileName() + suffix));
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            LOG.warn("{} is of no use any more and could not be removed", file, failed);
        }
    }
}
