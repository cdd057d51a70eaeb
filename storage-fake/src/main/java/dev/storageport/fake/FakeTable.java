// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.SchemaException;
import dev.storageport.port.CodePointOrder;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The committed rows of one collection, by key, and the owners of its unique values. */
final class FakeTable {

    private record Unique(String index, IndexValue value) {}

    private final CollectionDefinition definition;
    private final NavigableMap<String, FakeRow> rows = new TreeMap<>(CodePointOrder.INSTANCE);
    private final Map<Unique, String> owners = new HashMap<>();

    FakeTable(CollectionDefinition definition) {
        this.definition = definition;
    }

    NavigableMap<String, FakeRow> rows() {
        return rows;
    }

    @Nullable
    String owner(String index, IndexValue value) {
        return owners.get(new Unique(index, value));
    }

    /** Replaces, inserts or, with {@code null}, removes rows. */
    void apply(Map<String, @Nullable FakeRow> changes) {
        for (String key : changes.keySet()) {
            disown(rows.remove(key));
        }
        changes.forEach((key, row) -> {
            if (row != null) {
                rows.put(key, row);
                own(row);
            }
        });
    }

    private void own(FakeRow row) {
        for (IndexDefinition index : definition.indexes()) {
            IndexValue value = row.indexValues().get(index.name());
            if (index.unique() && value != null) {
                owners.put(new Unique(index.name(), value), row.full().key());
            }
        }
    }

    private void disown(@Nullable FakeRow row) {
        if (row != null) {
            row.indexValues().forEach((index, value) -> owners.remove(new Unique(index, value)));
        }
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
