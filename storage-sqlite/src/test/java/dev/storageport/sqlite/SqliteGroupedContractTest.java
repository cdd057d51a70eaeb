// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import dev.storageport.sqlite.internal.transaction.WritePath;
import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.ExecutionPath;
import dev.storageport.tck.harness.StorageHarness;
import java.util.function.UnaryOperator;

/** SQLite keeps the contract when each write is run as one of a group. */
final class SqliteGroupedContractTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return new SqliteHarness(
                SqliteOptions.Durability.NORMAL,
                WritePath.GROUPED,
                new ExecutionPath("in a group", UnaryOperator.identity()));
    }
}
