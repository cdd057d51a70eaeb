// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * Which file a path leads to, whatever it is called: through links of both kinds it is the same. Looking at it opens nothing, because closing
 * a descriptor of a file that SQLite has open would drop SQLite's locks.
 *
 * @param key device and number of the file; where the file system has none, the real path, and there a file that is open can be neither
 *     removed nor replaced
 * @param modified when something was last written to it
 * @param size how long it is
 */
record FileIdentity(Object key, FileTime modified, long size) {

    /** Returns the identity; empty if there is no file. */
    static Optional<FileIdentity> of(Path file) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = found.fileKey();
            return Optional.of(new FileIdentity(
                    key == null ? file.toRealPath().toString() : key, found.lastModifiedTime(), found.size()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Returns whether the other is this file, whatever was written to it. */
    boolean isSameFile(FileIdentity other) {
        return key.equals(other.key);
    }

    /** Returns whether the other is this file, and nothing was written to it. */
    boolean isUnchanged(FileIdentity other) {
        return isSameFile(other) && modified.equals(other.modified) && size == other.size;
    }
}
