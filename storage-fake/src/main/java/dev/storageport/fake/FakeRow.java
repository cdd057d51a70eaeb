// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordChange;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record with what the database keeps beside it. Immutable.
 *
 * @param full the record with body and content
 * @param indexValues the values of every index that a program wrote, also those that are out of date since
 * @param upToDate the indexes of which the values are not out of date
 * @param bodyBytes the length of the body
 */
record FakeRow(
        StoredRecord full, Map<IndexDefinition, IndexValue> indexValues, Set<IndexDefinition> upToDate, int bodyBytes) {

    String key() {
        return full.key();
    }

    /**
     * Returns the row after a write that was applied.
     *
     * @param stored the row before; {@code null} if there was none
     * @param written the record that the write made
     */
    static FakeRow after(Write write, @Nullable FakeRow stored, StoredRecord written) {
        return new FakeRow(
                written,
                RecordChange.indexValues(write, stored == null ? Map.of() : stored.indexValues),
                RecordChange.upToDate(write, stored == null ? Set.of() : stored.upToDate),
                bodyBytes(write, stored));
    }

    private static int bodyBytes(Write write, @Nullable FakeRow stored) {
        if (write instanceof Write.Put put) {
            return put.bodyBytes();
        }
        int before = stored == null ? 0 : stored.bodyBytes;
        return write instanceof Write.Reindex reindex
                ? reindex.body().map(Write.Body::bytes).orElse(before)
                : before;
    }

    /** Returns this row without its value in an index that is no more. */
    FakeRow without(IndexDefinition index) {
        Map<IndexDefinition, IndexValue> values = new HashMap<>(indexValues);
        values.remove(index);
        Set<IndexDefinition> rest = new HashSet<>(upToDate);
        rest.remove(index);
        return new FakeRow(full, Map.copyOf(values), Set.copyOf(rest), bodyBytes);
    }

    StoredRecord read(Projection projection) {
        return (projection.size() ? full.sized(bodyBytes) : full).only(projection);
    }
}
