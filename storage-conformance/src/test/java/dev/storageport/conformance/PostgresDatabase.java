// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.postgres.server.PostgresAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of a PostgreSQL server. */
record PostgresDatabase(PostgresAddress server, String name) implements TestDatabase {

    static PostgresDatabase create(PostgresAddress server, String name) {
        server.createDatabase(name);
        return new PostgresDatabase(server, name);
    }

    static PostgresDatabase createWithIcu(PostgresAddress server, String name) {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + name
                    + "\" TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'");
            return new PostgresDatabase(server, name);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot create a database with a collation of ICU", failed);
        }
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
