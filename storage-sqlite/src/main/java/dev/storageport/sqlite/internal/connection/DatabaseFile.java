// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.ConfigurationException;
import dev.storageport.StorageAccessException;
import dev.storageport.port.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteJDBCLoader;

/** What must hold before a file is touched, so that nothing is created where it was not meant. */
final class DatabaseFile {

    private static final NativeLibrary SQLITE = new NativeLibrary(
            "SQLite (sqlite-jdbc)",
            () -> SQLiteJDBCLoader.class,
            "name another with -Dorg.sqlite.tmpdir=FOLDER, or the folder of a library that is installed with"
                    + " -Dorg.sqlite.lib.path=FOLDER",
            DatabaseFile::trial);

    private DatabaseFile() {}

    private static void trial() throws Exception {
        if (!SQLiteJDBCLoader.initialize()) {
            throw new SQLException("the loader found no library");
        }
    }

    static void requireLibrary() {
        SQLITE.require();
    }

    /**
     * Refuses a path that is not that of a file.
     *
     * @throws ConfigurationException if it would be another path than was meant
     * @throws StorageAccessException if it is a folder
     */
    static void requirePlace(Path file) {
        if (!file.isAbsolute() && !Files.isDirectory(Path.of("").toAbsolutePath())) {
            throw new ConfigurationException(
                    "file " + file,
                    "is relative, and the folder this JVM runs in is gone or has a name that its locale cannot express; start it with"
                            + " a UTF-8 locale, for instance LC_ALL=C.UTF-8, or name the file by its whole path");
        }
        if (Files.isDirectory(file)) {
            throw new StorageAccessException(
                    StorageAccessException.Reason.MISSING_RIGHT,
                    "file " + file + ": it is a folder; name a file in it, for instance " + file.resolve("app.db"),
                    null);
        }
    }
}
