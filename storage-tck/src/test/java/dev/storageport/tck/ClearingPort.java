// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.SchemaMode;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.ArrayList;
import java.util.List;

/** Takes clearing one collection for clearing the database. */
final class ClearingPort extends ForwardingPort {

    private final List<CollectionDefinition> collections = new ArrayList<>();

    ClearingPort(StoragePort port) {
        super(port);
    }

    @Override
    public Catalog prepare(Catalog catalog, SchemaMode mode) {
        collections.addAll(catalog.collections());
        return super.prepare(catalog, mode);
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        long deleted = super.delete(collection, filter);
        if (filter instanceof Filter.All) {
            for (CollectionDefinition other : collections) {
                deleted += super.delete(other, filter);
            }
        }
        return deleted;
    }
}
