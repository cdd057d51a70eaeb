// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.port.StoragePort;
import dev.storageport.postgres.internal.connection.ConnectRetry;
import dev.storageport.postgres.internal.connection.DataSourceConnections;
import dev.storageport.postgres.internal.connection.Pool;
import dev.storageport.postgres.internal.transaction.Combining;
import dev.storageport.postgres.internal.transaction.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Opens storages on PostgreSQL 14 or newer.
 *
 * <p>Each storage lives in one schema of one database, {@code storageport} unless {@link PostgresSettings#schema()} says
 * otherwise, which is created if it is missing and the user may. A collection is a table of its name, its contents another.
 *
 * <p>The space of what was deleted is used again after the server's autovacuum, or {@code VACUUM}, has been there; neither stops anybody.
 * Giving it back to the file system takes {@code VACUUM FULL}, which locks a collection for as long as it takes: so
 * {@link Storage#compact()} does nothing here and returns 0.
 */
public final class PostgresStorage {

    /** How long callers wait for each other before they ask the application's data source for a connection. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private PostgresStorage() {}

    /**
     * Opens a storage on connections of its own with the library's defaults; otherwise as
     * {@link #open(PostgresOptions, StorageOptions, CollectionSpec...)}.
     */
    public static Storage open(PostgresOptions postgres, CollectionSpec<?>... specs) {
        return open(postgres, StorageOptions.defaults(), specs);
    }

    /**
     * Opens a storage on connections of its own; see {@link Storage#open(String, StorageOptions, CollectionSpec...)} for the
     * errors. Nothing stays open if this fails.
     *
     * @param postgres where the server is and how to talk to it
     * @param options what every backend does the same way
     * @param specs the collections
     */
    public static Storage open(PostgresOptions postgres, StorageOptions options, CollectionSpec<?>... specs) {
        return Storage.open(port(postgres), options, specs);
    }

    /**
     * Opens a storage on the application's own data source with all defaults; otherwise as
     * {@link #open(DataSource, PostgresSettings, StorageOptions, CollectionSpec...)}.
     */
    public static Storage open(DataSource dataSource, CollectionSpec<?>... specs) {
        return open(dataSource, PostgresSettings.defaults(), specs);
    }

    /**
     * Opens a storage on the application's own data source with the library's defaults; otherwise as
     * {@link #open(DataSource, PostgresSettings, StorageOptions, CollectionSpec...)}.
     */
    public static Storage open(DataSource dataSource, PostgresSettings settings, CollectionSpec<?>... specs) {
        return open(dataSource, settings, StorageOptions.defaults(), specs);
    }

    /**
     * Opens a storage on connections of the application's own data source, which stays open when the storage closes. Connections
     * must be of the PostgreSQL driver, in autocommit mode, and are given back as they came: each operation is a transaction that
     * sets what it needs and leaves no setting and no prepared statement behind, so the data source may lead through a pooler
     * that changes connections with each transaction. Nothing stays open if this fails.
     *
     * @param dataSource where connections come from
     * @param settings the schema and what else holds for each connection
     * @param options what every backend does the same way
     * @param specs the collections
     */
    public static Storage open(
            DataSource dataSource, PostgresSettings settings, StorageOptions options, CollectionSpec<?>... specs) {
        return Storage.open(port(dataSource, settings), options, specs);
    }

    /**
     * Returns the statements that opening a storage with these options would run on the database as it is now; see
     * {@link Storage#ddl(String, CollectionSpec...)}.
     */
    public static List<String> ddl(PostgresOptions postgres, CollectionSpec<?>... specs) {
        return Storage.ddl(port(postgres), specs);
    }

    /**
     * Returns the statements that opening a storage on the application's own data source would run on the database as it is now; see
     * {@link Storage#ddl(String, CollectionSpec...)}. The data source stays open.
     */
    public static List<String> ddl(DataSource dataSource, PostgresSettings settings, CollectionSpec<?>... specs) {
        return Storage.ddl(port(dataSource, settings), specs);
    }

    /**
     * Returns a port on connections of its own, without any I/O.
     *
     * @throws dev.storageport.ConfigurationException if a library is too old
     */
    public static StoragePort port(PostgresOptions postgres) {
        return port(postgres, PostgresStorage::sleep);
    }

    static StoragePort port(PostgresOptions postgres, ConnectRetry.Pause pause) {
        return port(postgres, pause, Path.BY_LANE);
    }

    /** Returns a port whose operations of single documents all go one way. */
    static StoragePort port(PostgresOptions postgres, Path path) {
        return port(postgres, PostgresStorage::sleep, path);
    }

    private static StoragePort port(PostgresOptions postgres, ConnectRetry.Pause pause, Path path) {
        PostgresLibraries.require();
        return new PostgresPort(
                new Pool(postgres.server(), pause),
                postgres.settings().session(),
                postgres.pooler() == PostgresPooler.NONE,
                Combining.Bounds.of(postgres.settings().combiningLanes(), postgres.poolSize(), postgres.poolTimeout()),
                path,
                PostgresStorage::sleep,
                postgres.standby());
    }

    /**
     * Returns a port on connections of the application's own data source, without any I/O.
     *
     * @throws dev.storageport.ConfigurationException if a library is too old
     */
    public static StoragePort port(DataSource dataSource, PostgresSettings settings) {
        PostgresLibraries.require();
        return new PostgresPort(
                new DataSourceConnections(dataSource, settings.session(), PostgresStorage::sleep),
                settings.session(),
                false,
                Combining.Bounds.of(settings.combiningLanes(), 2 * settings.combiningLanes(), LONGEST_WAIT),
                Path.BY_LANE,
                PostgresStorage::sleep);
    }

    private static void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }
}
