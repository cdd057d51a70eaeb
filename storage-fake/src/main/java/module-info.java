// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
import dev.storageport.fake.FakeProvider;
import dev.storageport.port.StorageProvider;

/** The storage in memory, for tests and as the reference of the contract. */
module dev.storageport.fake {
    requires transitive dev.storageport;
    requires static transitive org.jspecify;

    exports dev.storageport.fake;

    provides StorageProvider with
            FakeProvider;
}
