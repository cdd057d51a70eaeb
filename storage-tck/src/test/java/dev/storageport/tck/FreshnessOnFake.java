// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.tck.freshness.FreshnessContract;
import dev.storageport.tck.harness.StorageHarness;

/** The chapter on freshness on the fake, to be loaded once more beside classes that are altered. Not called a test, so that it runs only there. */
final class FreshnessOnFake extends FreshnessContract {

    @Override
    protected StorageHarness harness() {
        return new FakeHarness();
    }
}
