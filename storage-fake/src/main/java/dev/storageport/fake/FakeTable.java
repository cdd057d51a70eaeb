// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.SchemaException;
import dev.storageport.port.CodePointOrder;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The committed rows of one collection, by key, and the owners of its unique values. */
final class FakeTable {

    private final CollectionDefinition definition;
    private final NavigableMap<String, FakeRow> rows = new TreeMap<>(CodePointOrder.INSTANCE);
    private final FakeOwners owners = new FakeOwners();

    FakeTable(CollectionDefinition definition) {
        this.definition = definition;
    }

    NavigableMap<String, FakeRow> rows() {
        return rows;
    }

    FakeOwners owners() {
        return owners;
    }

    /** Returns the indexes as they were declared when the collection was created. */
    List<IndexDefinition> indexes() {
        return definition.indexes();
    }

    /** Replaces, inserts or, with {@code null}, removes rows. */
    void apply(Map<String, @Nullable FakeRow> changes) {
        for (String key : changes.keySet()) {
            owners.remove(rows.remove(key));
        }
        changes.forEach((key, row) -> {
            if (row != null) {
                rows.put(key, row);
                owners.add(indexes(), row);
            }
        });
    }

    /** Refuses a declaration that differs from the one the collection was created with. */
    void checkFits(CollectionDefinition declared) {
        Set<IndexDefinition> differing = new HashSet<>(declared.indexes());
        definition.indexes().forEach(index -> {
            if (!differing.remove(index)) {
                differing.add(index);
            }
        });
        for (IndexDefinition index : differing) {
            throw new SchemaException(
                    "collection " + declared.name() + ", index " + index.name() + ": is not declared as it is stored",
                    null);
        }
    }
}
