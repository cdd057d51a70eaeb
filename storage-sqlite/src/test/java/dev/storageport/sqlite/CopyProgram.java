// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.sqlite.internal.connection.Database;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiFunction;

/** What {@link OtherCopy} runs there: only types of the JDK pass between the two. */
public final class CopyProgram implements BiFunction<String, Path, AutoCloseable> {

    @Override
    public AutoCloseable apply(String what, Path file) {
        return switch (what) {
            case "open" -> SqliteFiles.open(file);
            case "take" -> take(file);
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static AutoCloseable take(Path file) {
        try {
            new Database(SqliteOptions.file(file).forDatabase()).create().close();
            deregisterDrivers();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return () -> {};
    }

    /** The JDK's list of drivers keeps class loaders, which containers know and end. Asking for it loads and adds those of this one. */
    private static void deregisterDrivers() throws SQLException {
        List<Driver> drivers = DriverManager.drivers().toList();
        while (!drivers.isEmpty()) {
            for (Driver driver : drivers) {
                DriverManager.deregisterDriver(driver);
            }
            drivers = DriverManager.drivers().toList();
        }
    }
}
