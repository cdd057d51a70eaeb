// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Which file a path leads to, whatever it is called: through links of both kinds it is the same. Looking at it opens nothing, because closing
 * a descriptor of a file that SQLite has open would drop SQLite's locks.
 *
 * @param key device and number of the file; where the file system has none, the real path, and there a file that is open can be neither
 *     removed nor replaced
 */
record FileIdentity(Object key) {

    /** Returns the identity; empty if there is no file. */
    static Optional<FileIdentity> of(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return Optional.of(new FileIdentity(key == null ? file.toRealPath().toString() : key));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
