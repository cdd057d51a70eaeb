// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** How a file can be used by who does not create it. */
enum FileAccess {
    /** Read and written. */
    WRITABLE(""),

    /** Only read, while others may write: SQLite needs the log beside it, and the right to lock. */
    READ_ONLY(""),

    /**
     * Only read, and nobody writes: it lies where nothing can be written, or nobody has the right to; and it has no log. Only then SQLite may
     * read it without the log and without locks, which it cannot make there: where somebody does write, what is read is wrong.
     */
    UNCHANGING("?immutable=1");

    private static final Set<PosixFilePermission> WRITE =
            Set.of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final String parameters;

    FileAccess(String parameters) {
        this.parameters = parameters;
    }

    /** Returns what SQLite is to be told behind the file's URI. */
    String parameters() {
        return parameters;
    }

    boolean canWrite() {
        return this == WRITABLE;
    }

    static FileAccess of(Path file) throws IOException {
        if (Files.isWritable(file)) {
            return WRITABLE;
        }
        Path log = FileRights.log(file.toRealPath());
        boolean hasLog = Files.exists(log) && Files.size(log) > 0;
        return !hasLog && nobodyWrites(file) ? UNCHANGING : READ_ONLY;
    }

    private static boolean nobodyWrites(Path file) throws IOException {
        if (Files.getFileStore(file).isReadOnly()) {
            return true;
        }
        return FileRights.hasPosixRights(file)
                && Files.getPosixFilePermissions(file).stream().noneMatch(WRITE::contains);
    }
}
