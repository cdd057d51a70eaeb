// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.tck.harness.StorageHarness;

/** The reference keeps the contract. */
final class FakeStorageContractTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return new FakeHarness();
    }
}
