// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.ExecutionPath;
import dev.storageport.tck.harness.StorageHarness;

/** The contract when each single operation is done in a transaction. */
final class PostgresTransactionPathTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return ExecutionPath.TRANSACTION.of(new PostgresHarness(""));
    }
}
