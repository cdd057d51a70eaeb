// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.ConfigurationException;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StorageProvider;
import dev.storageport.port.StorageUrl;
import java.util.Set;

/**
 * Answers to the URL {@code memory:}, each time with an empty database of its own, and to {@code memory:NAME} with the database of this JVM
 * that has the name: the first storage that names it creates it, and it is gone when the last one is closed.
 */
public final class FakeProvider implements StorageProvider {

    /** Called by {@link java.util.ServiceLoader}. */
    public FakeProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("memory");
    }

    @Override
    public StoragePort port(StorageUrl url) {
        for (String parameter : url.parameters().keySet()) {
            throw new ConfigurationException("parameter " + parameter, "is unknown to memory:");
        }
        String name = StorageUrl.decode("database name", url.body());
        return name.isEmpty() ? FakeStorage.port(new FakeDatabase()) : NamedDatabases.port(name);
    }
}
