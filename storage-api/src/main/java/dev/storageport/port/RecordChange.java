// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a write makes of the record that is stored under its key, or of none. A backend whose database can say it in a statement does not
 * need this; any other calls it between reading a record and writing it, within one transaction.
 *
 * <pre>
 *   write                    applied if               revision    createdAt   updatedAt          body, data version   content
 *   Put, nothing stored      its precondition holds   first one   now         now                the put's            replaced or none
 *   Put                      its precondition holds   + 1         kept        later, see Write   the put's            kept, removed or replaced
 *   Touch                    there is a record        + 1         kept        later, see Write   kept                 kept
 *   Reindex                  it has that revision     kept        kept        kept               the reindexing's,    kept
 *                                                                                                if it has one
 *   Delete                   its precondition holds   nothing is stored afterwards
 * </pre>
 *
 * @param outcome what became of the write
 * @param record what is stored afterwards; {@code null}: nothing
 */
public record RecordChange(WriteOutcome outcome, @Nullable StoredRecord record) {

    /**
     * Returns what a write makes of a record.
     *
     * @param stored what is stored under the write's key; {@code null}: nothing. Parts that were not read are not in the result either
     */
    public static RecordChange of(Write write, @Nullable StoredRecord stored) {
        if (write instanceof Write.Put put && put.precondition().holds(stored)) {
            return written(stored == null ? inserted(put) : replaced(put, stored));
        }
        if (write instanceof Write.Touch touch && stored != null) {
            return written(written(stored, stored.dataVersion(), touch.now(), stored.body(), stored.content()));
        }
        if (write instanceof Write.Reindex reindex && stored != null && stored.revision() == reindex.revision()) {
            return written(reindexed(reindex, stored));
        }
        if (write instanceof Write.Delete delete
                && stored != null
                && delete.precondition().holds(stored)) {
            return new RecordChange(new WriteOutcome.Deleted(), null);
        }
        return new RecordChange(new WriteOutcome.NotApplied(), stored);
    }

    private static RecordChange written(StoredRecord record) {
        return new RecordChange(
                new WriteOutcome.Written(record.revision(), record.createdAt(), record.updatedAt()), record);
    }

    private static StoredRecord inserted(Write.Put put) {
        return new StoredRecord(
                put.key(),
                put.firstRevision(),
                put.dataVersion(),
                put.now(),
                put.now(),
                Optional.of(put.body()),
                content(put.content(), Optional.empty()));
    }

    private static StoredRecord replaced(Write.Put put, StoredRecord stored) {
        return written(
                stored,
                put.dataVersion(),
                put.now(),
                Optional.of(put.body()),
                content(put.content(), stored.content()));
    }

    private static Optional<ContentFrame> content(ContentChange change, Optional<ContentFrame> stored) {
        if (change instanceof ContentChange.Replace replace) {
            return Optional.of(replace.frame());
        }
        return change instanceof ContentChange.Keep ? stored : Optional.empty();
    }

    private static StoredRecord written(
            StoredRecord stored, int dataVersion, Instant now, Optional<String> body, Optional<ContentFrame> content) {
        Instant soonest = stored.updatedAt().plus(1, ChronoUnit.MICROS);
        return new StoredRecord(
                stored.key(),
                stored.revision() + 1,
                dataVersion,
                stored.createdAt(),
                now.isBefore(soonest) ? soonest : now,
                body,
                content);
    }

    private static StoredRecord reindexed(Write.Reindex reindex, StoredRecord stored) {
        return new StoredRecord(
                stored.key(),
                stored.revision(),
                reindex.body().map(Write.Body::dataVersion).orElse(stored.dataVersion()),
                stored.createdAt(),
                stored.updatedAt(),
                reindex.body().map(Write.Body::json).or(stored::body),
                stored.content());
    }

    /**
     * Returns the indexes with values in which a record is up to date after a write that was applied: after a put the writer's and no others,
     * because their values may be wrong now; after a reindexing the writer's too; after a touch the same as before.
     *
     * @param before the indexes in which it was up to date; none if there was no record
     * @return not to be changed
     */
    public static Set<IndexDefinition> upToDate(Write write, Set<IndexDefinition> before) {
        Set<IndexDefinition> after = new HashSet<>(write instanceof Write.Put ? Set.of() : before);
        if (!(write instanceof Write.Touch)) {
            after.addAll(write.collection().valueIndexes());
        }
        return Set.copyOf(after);
    }

    /**
     * Returns a record's values in the indexes of every program after a write that was applied: those of the writer's indexes are
     * replaced, those of others stay as they were, out of date or not, so that a unique value keeps its owner until that is known.
     *
     * @param before the values; none if there was no record
     * @return not to be changed
     */
    public static Map<IndexDefinition, IndexValue> indexValues(Write write, Map<IndexDefinition, IndexValue> before) {
        Map<String, IndexValue> written;
        if (write instanceof Write.Put put) {
            written = put.indexValues();
        } else if (write instanceof Write.Reindex reindex) {
            written = reindex.indexValues();
        } else {
            return Map.copyOf(before);
        }
        Map<IndexDefinition, IndexValue> after = new HashMap<>(before);
        for (IndexDefinition index : write.collection().valueIndexes()) {
            IndexValue value = written.get(index.name());
            if (value == null) {
                after.remove(index);
            } else {
                after.put(index, value);
            }
        }
        return Map.copyOf(after);
    }
}
