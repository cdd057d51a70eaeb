// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.postgres.internal.transaction.Path;
import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.StorageHarness;

/** The contract with each operation of a single document in a statement of its own, whoever waits. */
final class PostgresSinglePathTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return new PostgresHarness("", Path.ALONE);
    }
}
