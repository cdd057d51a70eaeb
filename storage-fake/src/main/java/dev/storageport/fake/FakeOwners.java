// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which rows own the values of unique indexes. */
final class FakeOwners {

    private record Unique(String index, IndexValue value) {}

    private final Map<Unique, String> keys = new HashMap<>();

    /** Returns the key of the row that owns the value, or {@code null} if none does. */
    @Nullable
    String of(String index, IndexValue value) {
        return keys.get(new Unique(index, value));
    }

    void add(List<IndexDefinition> indexes, FakeRow row) {
        for (IndexDefinition index : indexes) {
            IndexValue value = row.indexValues().get(index.name());
            if (index.unique() && value != null) {
                keys.put(new Unique(index.name(), value), row.full().key());
            }
        }
    }

    void remove(@Nullable FakeRow row) {
        if (row != null) {
            row.indexValues().forEach((index, value) -> keys.remove(new Unique(index, value)));
        }
    }
}
