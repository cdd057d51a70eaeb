// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.tck.harness.ExecutionPath;
import dev.storageport.tck.harness.StorageHarness;

/** The reference keeps the contract when each single operation is done in a transaction. */
final class FakeTransactionPathTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return ExecutionPath.TRANSACTION.of(new FakeHarness());
    }
}
