// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package example;

import dev.storageport.port.StoragePort;
import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.StorageHarness;

class SmallStorageContractTest extends StorageContract {

    @Override
    protected StorageHarness harness() {
        SmallDatabase database = new SmallDatabase();
        return new StorageHarness() {
            @Override
            public StoragePort port() {
                return new SmallPort(database);
            }

            @Override
            public void breakConnections() {
                database.breakConnections();
            }

            @Override
            public void close() {}
        };
    }
}
