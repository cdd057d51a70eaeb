// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.conformance;

import dev.storageport.CollectionSpec;
import dev.storageport.Storage;
import dev.storageport.StorageOptions;
import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;

/** A database in memory. */
record MemoryDatabase(FakeDatabase database) implements TestDatabase {

    MemoryDatabase() {
        this(new FakeDatabase());
    }

    @Override
    public Storage open(StorageOptions options, CollectionSpec<?>... specs) {
        return FakeStorage.open(database, options, specs);
    }

    @Override
    public void close() {}
}
