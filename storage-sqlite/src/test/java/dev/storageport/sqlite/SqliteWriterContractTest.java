// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.sqlite.internal.transaction.WritePath;
import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.ExecutionPath;
import dev.storageport.tck.harness.StorageHarness;

/** SQLite keeps the contract when each operation is a transaction, and each transaction has the writer from its beginning. */
final class SqliteWriterContractTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return new SqliteHarness(
                SqliteOptions.Durability.NORMAL,
                WritePath.WRITER,
                new ExecutionPath("in transactions with the writer", InTransactions::new));
    }
}
