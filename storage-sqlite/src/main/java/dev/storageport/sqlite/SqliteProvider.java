// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.port.Option;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StorageProvider;
import dev.storageport.port.StorageUrl;
import java.util.List;
import java.util.Set;

/**
 * Makes {@code sqlite:} and {@code jdbc:sqlite:} URLs work; found by {@link java.util.ServiceLoader}. The forms are
 * {@code sqlite:app.db}, {@code sqlite:/var/lib/app.db}, {@code sqlite:///var/lib/app.db}, {@code sqlite::memory:} for a database of the
 * storage's own, and {@code sqlite::memory:NAME} for one that all storages of this process that name it share. The parameters are the
 * options of {@link SqliteOptions} by their names, durations as in {@code 500ms}, {@code 20s} or {@code 2m}.
 */
public final class SqliteProvider implements StorageProvider {

    /** Creates the provider; called by {@link java.util.ServiceLoader}. */
    public SqliteProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("sqlite", "jdbc:sqlite");
    }

    @Override
    public List<Option<?>> options() {
        return SqliteOptionSet.ALL.options();
    }

    @Override
    public String shown(StorageUrl url) {
        return SqliteUrl.shown(url);
    }

    @Override
    public StoragePort port(StorageUrl url) {
        return SqliteStorage.port(SqliteUrl.options(url));
    }
}
