// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Brings records into the indexes of one collection that they are stale in. */
final class Reindexer<T> {

    /** How many records {@link #all} holds at a time. */
    private static final int PAGE = 50;

    private final CollectionSpec<T> spec;
    private final RecordCodec<T> records;

    Reindexer(CollectionSpec<T> spec, RecordCodec<T> records) {
        this.spec = spec;
        this.records = records;
    }

    /**
     * What one batch did.
     *
     * @param reindexed how many records are up to date now that were stale
     * @param last the last key looked at; empty: no record was found
     * @param characters the length of their bodies
     */
    record Batch(long reindexed, Optional<String> last, long characters) {}

    /** Reindexes at most so many records in the transaction of the operations. */
    Batch batch(RecordOperations operations, String index, Optional<String> after, int limit) {
        CollectionDefinition collection = spec.definition();
        List<StoredRecord> found = operations.staleRecords(collection, index, after, limit);
        if (found.isEmpty()) {
            return new Batch(0, Optional.empty(), 0);
        }
        List<Write> writes = new ArrayList<>();
        if (collection.hasUniqueIndex()) {
            // Values may have moved from one record to another since; taken off first, the old ones collide with
            // nothing.
            takeOff(operations, found);
        }
        long characters = 0;
        for (StoredRecord entry : found) {
            writes.add(records.reindexed(entry, false));
            characters += entry.body().orElseThrow().length();
        }
        long reindexed = operations.write(writes).stream()
                .filter(WriteOutcome.Written.class::isInstance)
                .count();
        return new Batch(reindexed, Optional.of(found.get(found.size() - 1).key()), characters);
    }

    /**
     * Reindexes at most so many records, from the first one on, as one step: the values of all of them are taken off before the first is
     * computed. For what {@link #batch} cannot do: a value that moved to one record of a batch from a record behind it.
     */
    Batch all(RecordOperations operations, String index, int most) {
        CollectionDefinition collection = spec.definition();
        List<String> keys = new ArrayList<>();
        Optional<String> after = Optional.empty();
        while (keys.size() < most) {
            List<StoredRecord> found =
                    operations.staleRecords(collection, index, after, Math.min(PAGE, most - keys.size()));
            if (found.isEmpty()) {
                break;
            }
            takeOff(operations, found);
            found.forEach(entry -> keys.add(entry.key()));
            after = Optional.of(keys.get(keys.size() - 1));
        }
        long characters = 0;
        for (int from = 0; from < keys.size(); from += PAGE) {
            List<String> page = keys.subList(from, Math.min(keys.size(), from + PAGE));
            Map<String, StoredRecord> read = operations.read(collection, page, Projection.BODY);
            List<StoredRecord> found =
                    page.stream().map(read::get).filter(Objects::nonNull).toList();
            operations.write(found.stream()
                    .<Write>map(entry -> records.reindexed(entry, false))
                    .toList());
            for (StoredRecord entry : found) {
                characters += entry.body().orElseThrow().length();
            }
        }
        return new Batch(keys.size(), after, characters);
    }

    /** Makes records current without values; to be followed by their values in the same transaction. */
    private void takeOff(RecordOperations operations, List<StoredRecord> found) {
        operations.write(found.stream()
                .<Write>map(entry ->
                        new Write.Reindex(spec.definition(), entry.key(), entry.revision(), Optional.empty(), Map.of()))
                .toList());
    }
}
