// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import com.zaxxer.hikari.HikariConfig;
import dev.storageport.port.LibraryVersion;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.postgresql.util.DriverInfo;

/** What this backend stands on, and the oldest versions of it. */
final class PostgresLibraries {

    private static final String POOL = "com.zaxxer:HikariCP";
    private static final String JDBI = "3.45.0";
    private static final String OF_JDBI = "it is a dependency to be declared, because none is managed";

    static final LibraryVersion DRIVER = new LibraryVersion(
            "org.postgresql:postgresql",
            "42.7.4",
            "set the property postgresql.version",
            LibraryVersion.constant(DriverInfo.class, "DRIVER_VERSION"));

    static final List<LibraryVersion> NEEDED = List.of(
            DRIVER,
            new LibraryVersion(
                    POOL, "5.1.0", "set the property hikaricp.version", LibraryVersion.inJar(HikariConfig.class, POOL)),
            jdbi("org.jdbi:jdbi3-core", Jdbi.class),
            jdbi("org.jdbi:jdbi3-postgres", PostgresPlugin.class));

    private PostgresLibraries() {}

    private static LibraryVersion jdbi(String artifact, Class<?> inside) {
        return new LibraryVersion(artifact, JDBI, OF_JDBI, LibraryVersion.inJar(inside, artifact));
    }

    /**
     * Refuses versions that are too old.
     *
     * @throws dev.storageport.ConfigurationException if there is one
     */
    static void require() {
        NEEDED.forEach(LibraryVersion::require);
    }
}
