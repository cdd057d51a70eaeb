// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.postgres.internal.transaction.Path;
import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.StorageHarness;

/** The contract with each operation of a single document in the statements for many callers, also when it is the only one. There is one
 * lane, so that those that come at the same time share a statement. */
final class PostgresCombinedPathTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        return new PostgresHarness("&combiningLanes=1", Path.TOGETHER);
    }
}
