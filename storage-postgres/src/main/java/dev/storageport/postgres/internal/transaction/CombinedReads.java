// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.StorageException;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.combining.Combiner;
import dev.storageport.port.combining.Combiner.Outcome;
import dev.storageport.postgres.internal.transaction.SingleOperations.Read;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads of single documents, those of one collection in one statement. A result is empty if the whole collection is locked by somebody. */
final class CombinedReads implements Combiner.Work<Read, Optional<Map<String, StoredRecord>>> {

    private final SingleStatements statements;
    private final Path path;
    private final Set<String> lockedTables;

    /**
     * Creates them.
     *
     * @param lockedTables takes the names of collections that a statement could not get at
     */
    CombinedReads(SingleStatements statements, Path path, Set<String> lockedTables) {
        this.statements = statements;
        this.path = path;
        this.lockedTables = lockedTables;
    }

    @Override
    public boolean canShareBatch(Read first, Read next) {
        return Combinable.together(first, next);
    }

    @Override
    public @Nullable Object conflictKey(Read read) {
        return null;
    }

    @Override
    public List<Outcome<Optional<Map<String, StoredRecord>>>> run(List<Read> batch) {
        Read first = batch.get(0);
        Set<String> keys = new LinkedHashSet<>(batch.size() * 2);
        batch.forEach(read -> keys.add(read.key()));
        try {
            Map<String, StoredRecord> records = statements.read(batch.size(), first, keys, path.shape(keys.size()));
            List<Outcome<Optional<Map<String, StoredRecord>>>> outcomes = new ArrayList<>(batch.size());
            batch.forEach(read -> outcomes.add(new Outcome.Value<>(Optional.of(only(records, read.key())))));
            return outcomes;
        } catch (StorageException failure) {
            if (!LockTimeouts.is(failure)) {
                throw failure;
            }
            lockedTables.add(first.collection().name());
            return Collections.nCopies(batch.size(), new Outcome.Value<>(Optional.empty()));
        }
    }

    private static Map<String, StoredRecord> only(Map<String, StoredRecord> records, String key) {
        StoredRecord record = records.get(key);
        return record == null ? Map.of() : Map.of(key, record);
    }
}
