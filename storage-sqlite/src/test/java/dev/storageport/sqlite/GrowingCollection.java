// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite;

import static dev.storageport.sqlite.SqliteFiles.single;

import dev.storageport.SchemaMode;
import dev.storageport.port.Catalog;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ContentChange;
import dev.storageport.port.IndexDefinition;
import dev.storageport.port.IndexKind;
import dev.storageport.port.IndexType;
import dev.storageport.port.IndexValue;
import dev.storageport.port.Precondition;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A collection that grows by an index of each kind, whose values follow from the body, a number. */
final class GrowingCollection {

    static final int RECORDS = 10_000;
    static final CollectionDefinition BEFORE = new CollectionDefinition("number", List.of());
    static final CollectionDefinition AFTER = new CollectionDefinition(
            "number",
            List.of(
                    single("rest", IndexType.INTEGER),
                    new IndexDefinition("itself", IndexKind.UNIQUE, IndexType.INTEGER, 1),
                    new IndexDefinition("digits", IndexKind.MULTI_VALUE, IndexType.TEXT, 1),
                    new IndexDefinition("words", IndexKind.SEARCH, IndexType.TEXT, 1)));

    private GrowingCollection() {}

    static void open(SqlitePort port) {
        port.prepare(new Catalog(List.of(AFTER)), SchemaMode.MIGRATE);
    }

    static void fill(SqlitePort port) {
        port.write(IntStream.range(0, RECORDS)
                .<Write>mapToObj(i -> put(BEFORE, i, Map.of()))
                .toList());
    }

    static Write put(CollectionDefinition collection, int i, Map<String, IndexValue> values) {
        String body = String.valueOf(i);
        return new Write.Put(
                collection,
                "n" + i,
                new Precondition.None(),
                body,
                body.length(),
                1,
                values,
                new ContentChange.Keep(),
                1,
                SqliteFiles.NOON);
    }

    static Map<String, IndexValue> values(int i) {
        List<IndexValue> digits = String.valueOf(i)
                .chars()
                .distinct()
                .<IndexValue>mapToObj(digit -> new IndexValue.TextValue(Character.toString(digit)))
                .toList();
        return Map.of(
                "rest", new IndexValue.IntegerValue(i % 10),
                "itself", new IndexValue.IntegerValue(i),
                "digits", new IndexValue.MultiValue(digits),
                "words", new IndexValue.TextValue("number " + i));
    }

    /** Brings a batch of records into the indexes; returns false if there is none left. */
    static boolean reindex(SqlitePort port) {
        List<StoredRecord> batch = port.staleRecords(AFTER, "words", Optional.empty(), 100);
        port.write(batch.stream()
                .<Write>map(record -> new Write.Reindex(
                        AFTER,
                        record.key(),
                        record.revision(),
                        Optional.empty(),
                        values(Integer.parseInt(record.body().orElseThrow()))))
                .toList());
        return !batch.isEmpty();
    }
}
