// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.StorageHarness;

/** The contract on sessions that keep nothing, as behind a pooler or on the application's own data source. */
class PostgresPoolerContractTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return new PostgresHarness("&pooler=transaction");
    }
}
