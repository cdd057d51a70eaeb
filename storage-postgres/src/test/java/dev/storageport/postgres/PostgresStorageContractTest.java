// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.StorageHarness;

/** The contract on connections of our own. */
class PostgresStorageContractTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return new PostgresHarness("");
    }
}
