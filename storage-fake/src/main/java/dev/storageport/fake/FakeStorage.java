// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.port.StoragePort;

/** Opens storages in memory. */
public final class FakeStorage {

    private FakeStorage() {}

    /** Opens a storage on a database of its own, gone when nothing refers to it; the same as the URL {@code memory:}. */
    public static Storage open(CollectionSpec<?>... specs) {
        return open(new FakeDatabase(), StorageOptions.defaults(), specs);
    }

    /** Opens a storage on a database that outlives it. */
    public static Storage open(FakeDatabase database, CollectionSpec<?>... specs) {
        return open(database, StorageOptions.defaults(), specs);
    }

    /** Opens a storage with other options on a database that outlives it. */
    public static Storage open(FakeDatabase database, StorageOptions options, CollectionSpec<?>... specs) {
        return Storage.open(port(database), options, specs);
    }

    /**
     * Has {@code memory:NAME} lead to a database of the caller's own, for tests of a program that opens its storage by a URL.
     *
     * @param name as in a URL, decoded
     * @return what the caller closes in the end
     * @throws IllegalStateException if a database has the name already
     */
    public static DatabaseName name(FakeDatabase database, String name) {
        return NamedDatabases.name(database, name);
    }

    /** Returns a port on the database, not yet prepared, for tests of backends. */
    public static StoragePort port(FakeDatabase database) {
        return new FakePort(database);
    }
}
