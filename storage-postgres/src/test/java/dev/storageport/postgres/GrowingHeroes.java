// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A collection as it grows: without an index, and with one of each kind. */
final class GrowingHeroes {

    static final IndexDefinition TAG = index("tag", IndexKind.UNIQUE, IndexType.TEXT);
    static final IndexDefinition SCORE = index("score", IndexKind.SINGLE, IndexType.INTEGER);
    static final IndexDefinition SKILL = index("skill", IndexKind.MULTI_VALUE, IndexType.TEXT);
    static final IndexDefinition TEXT = index("text", IndexKind.SEARCH, IndexType.TEXT);
    static final CollectionDefinition BARE = collection();
    static final CollectionDefinition FULL = collection(TAG, SCORE, SKILL, TEXT);

    private GrowingHeroes() {}

    static IndexDefinition index(String name, IndexKind kind, IndexType type) {
        return new IndexDefinition(name, kind, type, 1);
    }

    static CollectionDefinition collection(IndexDefinition... indexes) {
        return new CollectionDefinition("hero", List.of(indexes));
    }

    static Write.Put put(CollectionDefinition collection, String key, Map<String, IndexValue> values) {
        return Samples.put(collection, key, "{}", new Precondition.None(), values, new ContentChange.Keep());
    }

    static Map<String, IndexValue> values(int i) {
        return Map.of(
                "tag", new IndexValue.TextValue("tag" + i),
                "score", new IndexValue.IntegerValue(i % 3),
                "skill",
                        new IndexValue.MultiValue(
                                List.of(new IndexValue.TextValue("all"), new IndexValue.TextValue("{" + i + "\\\""))),
                "text", new IndexValue.TextValue("word" + i + "\u001f50%_\\"));
    }

    /** Brings every document into an index, as the library does. */
    static void build(PostgresPort port, CollectionDefinition collection, IndexDefinition index) {
        List<Write> reindexings = new ArrayList<>();
        for (StoredRecord record : port.staleRecords(collection, index.name(), Optional.empty(), 1000)) {
            reindexings.add(new Write.Reindex(
                    collection,
                    record.key(),
                    record.revision(),
                    Optional.empty(),
                    values(Integer.parseInt(record.key().substring(1)))));
        }
        assertThat(port.write(reindexings)).allMatch(WriteOutcome.Written.class::isInstance);
    }

    static void fill(PostgresPort port, CollectionDefinition collection, int documents) {
        List<Write> puts = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            puts.add(put(collection, "k%05d".formatted(i), collection.indexes().isEmpty() ? Map.of() : values(i)));
        }
        port.write(puts);
    }

    static StoredRecord read(PostgresPort port, String key) {
        return Objects.requireNonNull(
                port.read(FULL, List.of(key), Projection.BODY).get(key));
    }
}
