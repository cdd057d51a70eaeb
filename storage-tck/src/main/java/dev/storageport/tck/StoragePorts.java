// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.SchemaMode;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.StoragePort;
import java.util.List;
import java.util.function.Consumer;

/** The port by itself, for the rules that only it can break. */
final class StoragePorts {

    /** A collection as a port sees it. */
    static final CollectionDefinition NOTES = new CollectionDefinition("notes", List.of());

    private StoragePorts() {}

    /** Runs something on a port that is prepared for {@link #NOTES} and closed afterwards. */
    static void withPrepared(StorageHarness harness, Consumer<StoragePort> use) {
        try (StoragePort port = harness.port()) {
            port.prepare(new Catalog(List.of(NOTES)), SchemaMode.MIGRATE);
            use.accept(port);
        }
    }
}
