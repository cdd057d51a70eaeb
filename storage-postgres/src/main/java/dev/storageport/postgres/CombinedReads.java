// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.StorageException;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.combining.Combiner;
import dev.storageport.port.combining.Combiner.Outcome;
import dev.storageport.postgres.Combining.Read;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads of single documents, those of one collection in one statement. */
final class CombinedReads implements Combiner.Work<Read, Map<String, StoredRecord>> {

    private final SingleStatements statements;

    CombinedReads(SingleStatements statements) {
        this.statements = statements;
    }

    @Override
    public boolean canShareBatch(Read first, Read next) {
        return first.projection() == next.projection()
                && first.collection().name().equals(next.collection().name());
    }

    @Override
    public @Nullable Object conflictKey(Read read) {
        return null;
    }

    @Override
    public List<Outcome<Map<String, StoredRecord>>> run(List<Read> batch) {
        Read first = batch.get(0);
        if (batch.size() == 1) {
            return List.of(new Outcome.Value<>(statements.read(1, first, Set.of(first.key()))));
        }
        Set<String> keys = new LinkedHashSet<>(batch.size() * 2);
        batch.forEach(read -> keys.add(read.key()));
        List<Outcome<Map<String, StoredRecord>>> outcomes = new ArrayList<>(batch.size());
        try {
            Map<String, StoredRecord> records = statements.read(batch.size(), first, keys);
            for (Read read : batch) {
                StoredRecord record = records.get(read.key());
                outcomes.add(new Outcome.Value<>(record == null ? Map.of() : Map.of(read.key(), record)));
            }
        } catch (StorageException failure) {
            batch.forEach(read -> outcomes.add(new Outcome.Failure<>(SharedFailures.copy(failure))));
        }
        return outcomes;
    }
}
