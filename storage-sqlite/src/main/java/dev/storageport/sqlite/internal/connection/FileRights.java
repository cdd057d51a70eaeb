// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** Which right on which file is missing, of those that SQLite needs: its errors name neither. Looks, and opens nothing. */
final class FileRights {

    /** The log of a file, and the index of the log, which all who use the file share. */
    static final List<String> BESIDE = List.of("-wal", "-shm");

    private FileRights() {}

    /** Returns what a new file is created with so that only its owner may read and write it; nothing where there are no such rights. */
    static FileAttribute<?>[] ownerOnly(Path file) {
        return hasPosixRights(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Returns whether owner, group and others each have rights on a file. */
    static boolean hasPosixRights(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Returns the log of a file. */
    static Path log(Path file) {
        return beside(file, "-wal");
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Returns what stands in the way of reading and writing the database, as a sentence; empty if nothing was found. */
    static Optional<String> obstacle(Path path) {
        Path file = real(path.toAbsolutePath());
        Path directory = file.getParent();
        if (directory != null && !Files.isExecutable(directory)) {
            return Optional.of(missing("to search", "directory", directory));
        }
        if (!Files.exists(file)) {
            return Optional.of("there is no file " + file);
        }
        Optional<String> first = obstacleAt("file", file);
        for (String suffix : BESIDE) {
            Path beside = beside(file, suffix);
            if (first.isEmpty() && Files.exists(beside)) {
                first = obstacleAt("the file beside it,", beside);
            }
        }
        if (first.isEmpty() && directory != null && !Files.isWritable(directory)) {
            first = Optional.of(
                    missing("to write", "directory", directory) + ", where SQLite keeps the log of the file");
        }
        return first;
    }

    /** SQLite has the log beside the file that links lead to. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException notThere) {
            return file; // which the next look finds too, and says
        }
    }

    private static Optional<String> obstacleAt(String what, Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of(file + " is a directory, where SQLite needs a file");
        }
        if (!Files.isReadable(file)) {
            return Optional.of(missing("to read", what, file));
        }
        return Files.isWritable(file) ? Optional.empty() : Optional.of(missing("to write", what, file));
    }

    private static String missing(String right, String what, Path path) {
        return "this process lacks the right " + right + " " + what + " " + path + owner(path);
    }

    private static String owner(Path path) {
        try {
            PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
            return " (of " + attributes.owner().getName() + ", "
                    + PosixFilePermissions.toString(attributes.permissions()) + ")";
        } catch (IOException | UnsupportedOperationException unknown) {
            return ""; // the sentence is complete without
        }
    }
}
