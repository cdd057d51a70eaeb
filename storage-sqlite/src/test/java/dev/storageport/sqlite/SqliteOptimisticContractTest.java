// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.sqlite.internal.transaction.WritePath;
import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.ExecutionPath;
import dev.storageport.tck.harness.StorageHarness;

/** SQLite keeps the contract when each operation is a transaction, and each transaction begins without the writer. */
final class SqliteOptimisticContractTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return new SqliteHarness(
                SqliteOptions.Durability.NORMAL,
                WritePath.OPTIMISTIC,
                new ExecutionPath("in optimistic transactions", InTransactions::new));
    }
}
