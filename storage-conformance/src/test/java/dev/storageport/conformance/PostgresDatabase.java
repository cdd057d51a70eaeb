// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.postgres.server.PostgresAddress;

/** A database of a PostgreSQL server. */
record PostgresDatabase(PostgresAddress server, String name) implements TestDatabase {

    static PostgresDatabase create(PostgresAddress server, String name) {
        server.createDatabase(name);
        return new PostgresDatabase(server, name);
    }

    String url() {
        return server.url(name);
    }

    @Override
    public Storage open(StorageOptions options, CollectionSpec<?>... specs) {
        return Storage.open(url(), options, specs);
    }

    @Override
    public void close() {
        server.dropDatabase(name);
    }
}
