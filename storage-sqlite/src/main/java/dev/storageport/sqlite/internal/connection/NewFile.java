// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.StorageAccessException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the file of a database that is not there yet, for its owner only from its first moment on. SQLite gives its log and the index of the
 * log the rights of the file, and has temporary files for the owner only. Who wants other rights makes the file, empty.
 */
final class NewFile {

    private NewFile() {}

    /**
     * Makes an empty file, or leaves the one that is there.
     *
     * @throws StorageAccessException if it or its directory cannot be made
     */
    static void createIfAbsent(Path path, String name) {
        if (Files.exists(path)) {
            return;
        }
        Path file = path.toAbsolutePath();
        try {
            if (Files.isSymbolicLink(file)) {
                file = file.resolveSibling(
                        Files.readSymbolicLink(file)); // to nothing: SQLite would make what it leads to
            }
            createParent(file, name);
            create(file);
        } catch (FileAlreadyExistsException somebodyWasFaster) {
            // Then it is there, which is all that is asked for.
            return;
        } catch (IOException failed) {
            throw new StorageAccessException(
                    StorageAccessException.Reason.MISSING_RIGHT,
                    name + ": it does not exist and cannot be created; check the rights of its directory",
                    failed);
        }
    }

    /** In the monitor of all who open files: a descriptor is closed here, which is to be before anybody has locks on the file. */
    private static void create(Path file) throws IOException {
        synchronized (FileHolders.monitor()) {
            Files.createFile(file, FileRights.ownerOnly(file));
        }
    }

    private static void createParent(Path file, String name) {
        Path parent = file.getParent();
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException failed) {
            throw new StorageAccessException(
                    StorageAccessException.Reason.MISSING_RIGHT,
                    name + ": its directory does not exist and cannot be created",
                    failed);
        }
    }
}
