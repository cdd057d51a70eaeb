// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.connection;

import dev.storageport.ConfigurationException;
import dev.storageport.StorageAccessException;
import dev.storageport.port.LibraryVersion;
import dev.storageport.port.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteJDBCLoader;

/** What must hold before a file is touched, so that nothing is created where it was not meant. */
final class DatabaseFile {

    private static final NativeLibrary SQLITE = new NativeLibrary(
            "SQLite (sqlite-jdbc)",
            () -> SQLiteJDBCLoader.class,
            "name another with -Dorg.sqlite.tmpdir=FOLDER, or the folder of a library that is installed with"
                    + " -Dorg.sqlite.lib.path=FOLDER",
            DatabaseFile::trial);

    /**
     * Asked of SQLite itself, because the driver may be told to load another. What older ones do to a file is in decision 32.
     */
    static final LibraryVersion VERSION = new LibraryVersion(
            "org.xerial:sqlite-jdbc", "3.51.3", "set the property sqlite-jdbc.version", DatabaseFile::version);

    private DatabaseFile() {}

    private static void trial() throws Exception {
        if (!SQLiteJDBCLoader.initialize()) {
            throw new SQLException("the loader found no library");
        }
    }

    private static String version() throws SQLException {
        try (Connection connection = new JDBC().connect("jdbc:sqlite::memory:", new Properties());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(Sql.VERSION)) {
            return result.getString(1);
        }
    }

    static void requireLibrary() {
        SQLITE.require();
        VERSION.require();
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
