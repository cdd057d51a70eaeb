// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rows own the values of unique indexes. A value that another program left out of date still has its owner, as in a database,
 * until the row is reindexed.
 */
final class FakeOwners {

    private record Unique(IndexDefinition index, IndexValue value) {}

    private final Map<Unique, String> keys = new HashMap<>();

    /** Returns the key of the row that owns the value, or {@code null} if none does. */
    @Nullable
    String of(IndexDefinition index, IndexValue value) {
        return keys.get(new Unique(index, value));
    }

    void add(FakeRow row) {
        row.indexValues().forEach((index, value) -> {
            if (index.unique()) {
                keys.put(new Unique(index, value), row.key());
            }
        });
    }

    void remove(@Nullable FakeRow row) {
        if (row != null) {
            row.indexValues().forEach((index, value) -> keys.remove(new Unique(index, value)));
        }
    }
}
