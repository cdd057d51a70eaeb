// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;

/** A database that outlives the storages opened on it. */
public sealed interface TestDatabase extends AutoCloseable permits MemoryDatabase, SqliteFile, PostgresDatabase {

    /** Opens a storage on the database; the caller closes it. */
    Storage open(StorageOptions options, CollectionSpec<?>... specs);

    /** Removes the database. */
    @Override
    void close();
}
