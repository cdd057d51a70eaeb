// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.StorageHarness;

/** SQLite keeps the contract. */
final class SqliteStorageContractTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return new SqliteHarness();
    }
}
