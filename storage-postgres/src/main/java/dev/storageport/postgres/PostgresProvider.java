// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.Option;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StorageProvider;
import dev.storageport.port.StorageUrl;
import java.util.List;
import java.util.Set;

/** Finds this backend for URLs that begin with {@code postgres:}, {@code postgresql:} or {@code jdbc:postgresql:}. */
public final class PostgresProvider implements StorageProvider {

    /** Creates the provider, as {@link java.util.ServiceLoader} does. */
    public PostgresProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("postgres", "postgresql", "jdbc:postgresql");
    }

    /** Also where the driver of another language stands behind the scheme, as in {@code postgresql+psycopg}. */
    @Override
    public boolean answersTo(String scheme) {
        int plus = scheme.indexOf('+');
        return schemes().contains(plus < 0 ? scheme : scheme.substring(0, plus));
    }

    @Override
    public List<Option<?>> options() {
        return PostgresOptionSet.ALL.options();
    }

    @Override
    public String shown(StorageUrl url) {
        return PostgresUrl.shown(url);
    }

    @Override
    public StoragePort port(StorageUrl url) {
        PostgresLibraries.require(); // first, because the URL's parameters are those of the driver
        return PostgresStorage.port(PostgresUrl.parse(url));
    }
}
