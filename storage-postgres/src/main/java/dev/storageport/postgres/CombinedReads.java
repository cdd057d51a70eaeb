// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.StoredRecord;
import dev.storageport.port.combining.Combiner;
import dev.storageport.port.combining.Combiner.Outcome;
import dev.storageport.postgres.SingleOperations.Read;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads of single documents, those of one collection in one statement. */
final class CombinedReads implements Combiner.Work<Read, Map<String, StoredRecord>> {

    private final SingleStatements statements;
    private final Path path;

    CombinedReads(SingleStatements statements, Path path) {
        this.statements = statements;
        this.path = path;
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
    public List<Outcome<Map<String, StoredRecord>>> run(List<Read> batch) {
        Set<String> keys = new LinkedHashSet<>(batch.size() * 2);
        batch.forEach(read -> keys.add(read.key()));
        Map<String, StoredRecord> records = statements.read(batch.size(), batch.get(0), keys, path.shape(keys.size()));
        return batch.stream()
                .<Outcome<Map<String, StoredRecord>>>map(read -> new Outcome.Value<>(only(records, read.key())))
                .toList();
    }

    private static Map<String, StoredRecord> only(Map<String, StoredRecord> records, String key) {
        StoredRecord record = records.get(key);
        return record == null ? Map.of() : Map.of(key, record);
    }
}
