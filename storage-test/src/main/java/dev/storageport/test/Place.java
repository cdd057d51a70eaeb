// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.test;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.fake.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Makes an empty database and removes it. */
interface Place extends AutoCloseable {

    TestDatabase database();

    /** Opens a storage on it. */
    default Storage open(StorageOptions options, CollectionSpec<?>... specs) {
        return Storage.open(database().url(), options, specs);
    }

    /** Removes the database; nobody uses it any more. */
    @Override
    void close();

    static Place create(TestBackend backend, @Nullable ManualClock clock) {
        return switch (backend) {
            case FAKE -> new FakePlace(clock);
            case SQLITE -> {
                require(backend, "storage-sqlite", "dev.storageport.sqlite.SqliteStorage");
                yield new SqlitePlace();
            }
            case POSTGRES -> {
                require(backend, "storage-postgres", "dev.storageport.postgres.PostgresStorage");
                require(backend, "storage-postgres-server", "dev.storageport.postgres.server.PostgresServer");
                yield new PostgresPlace();
            }
        };
    }

    private static void require(TestBackend backend, String artifact, String type) {
        try {
            Class.forName(type, false, Place.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new ExtensionConfigurationException(
                    TestBackend.PROPERTY + ": " + backend + " needs dev.storageport:" + artifact
                            + " among the dependencies of the tests",
                    missing);
        }
    }
}
