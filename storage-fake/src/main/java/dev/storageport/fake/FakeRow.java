// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.fake;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.ContentFrame;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record with what the database keeps beside it. Immutable.
 *
 * @param full the record with body and content
 * @param indexValues the values of every index that a program wrote, also those that are out of date since
 * @param current the indexes of which the values are not out of date
 * @param bodyBytes the length of the body
 */
record FakeRow(
        StoredRecord full, Map<IndexDefinition, IndexValue> indexValues, Set<IndexDefinition> current, int bodyBytes) {

    String key() {
        return full.key();
    }

    /** Returns the row that a put makes of the stored one, or of nothing. */
    static FakeRow put(@Nullable FakeRow stored, Write.Put put) {
        Optional<ContentFrame> content = content(stored, put.content());
        StoredRecord full = stored == null
                ? entry(put, put.firstRevision(), put.now(), put.now(), content)
                : entry(put, stored.full.revision() + 1, stored.full.createdAt(), stored.next(put.now()), content);
        return new FakeRow(
                full,
                values(stored == null ? Map.of() : stored.indexValues, put.collection(), put.indexValues()),
                Set.copyOf(put.collection().indexes()),
                put.bodyBytes());
    }

    private static StoredRecord entry(
            Write.Put put, long revision, Instant createdAt, Instant updatedAt, Optional<ContentFrame> content) {
        return new StoredRecord(
                put.key(), revision, put.dataVersion(), createdAt, updatedAt, Optional.of(put.body()), content);
    }

    private static Optional<ContentFrame> content(@Nullable FakeRow stored, ContentChange change) {
        if (change instanceof ContentChange.Replace replace) {
            return Optional.of(replace.frame());
        }
        return change instanceof ContentChange.Keep && stored != null ? stored.full.content() : Optional.empty();
    }

    /** Returns the values with those of the writing program's indexes replaced. */
    private static Map<IndexDefinition, IndexValue> values(
            Map<IndexDefinition, IndexValue> stored, CollectionDefinition writer, Map<String, IndexValue> written) {
        Map<IndexDefinition, IndexValue> values = new HashMap<>(stored);
        for (IndexDefinition index : writer.indexes()) {
            IndexValue value = written.get(index.name());
            if (value == null) {
                values.remove(index);
            } else {
                values.put(index, value);
            }
        }
        return Map.copyOf(values);
    }

    /** Returns this row touched. */
    FakeRow touched(Instant now) {
        StoredRecord touched = new StoredRecord(
                full.key(),
                full.revision() + 1,
                full.dataVersion(),
                full.createdAt(),
                next(now),
                full.body(),
                full.content());
        return new FakeRow(touched, indexValues, current, bodyBytes);
    }

    /** Returns this row in the shape of another program. */
    FakeRow reindexed(Write.Reindex reindex) {
        Set<IndexDefinition> currentNow = new HashSet<>(current);
        currentNow.addAll(reindex.collection().indexes());
        Map<IndexDefinition, IndexValue> values = values(indexValues, reindex.collection(), reindex.indexValues());
        return reindex.body()
                .map(body -> new FakeRow(
                        new StoredRecord(
                                full.key(),
                                full.revision(),
                                body.dataVersion(),
                                full.createdAt(),
                                full.updatedAt(),
                                Optional.of(body.json()),
                                full.content()),
                        values,
                        Set.copyOf(currentNow),
                        body.bytes()))
                .orElseGet(() -> new FakeRow(full, values, Set.copyOf(currentNow), bodyBytes));
    }

    /** Returns this row without its value in an index that is no more. */
    FakeRow without(IndexDefinition index) {
        Map<IndexDefinition, IndexValue> values = new HashMap<>(indexValues);
        values.remove(index);
        Set<IndexDefinition> currentNow = new HashSet<>(current);
        currentNow.remove(index);
        return new FakeRow(full, Map.copyOf(values), Set.copyOf(currentNow), bodyBytes);
    }

    private Instant next(Instant now) {
        Instant soonest = full.updatedAt().plus(1, ChronoUnit.MICROS);
        return now.isBefore(soonest) ? soonest : now;
    }

    StoredRecord read(Projection projection) {
        return new StoredRecord(
                full.key(),
                full.revision(),
                full.dataVersion(),
                full.createdAt(),
                full.updatedAt(),
                projection.body() ? full.body() : Optional.empty(),
                projection.content() ? full.content() : Optional.empty());
    }
}
