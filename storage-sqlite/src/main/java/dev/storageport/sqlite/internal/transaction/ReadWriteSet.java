// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordChange;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an optimistic transaction has seen, and what it is going to write. */
final class ReadWriteSet {

    /** More to check at the end would hold up everybody else. */
    private static final int MOST_SEEN = 1000;

    private record Place(String collection, String key) {}

    private record Seen(CollectionDefinition collection, Optional<StoredRecord> record) {}

    private final CollectionStatements collections;
    private final Map<Place, Seen> seen = new LinkedHashMap<>();
    private final Set<Place> written = new HashSet<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<WriteOutcome> promised = new ArrayList<>();
    private long size;

    ReadWriteSet(CollectionStatements collections) {
        this.collections = collections;
    }

    /** Returns whether a snapshot can answer: not for what this transaction has written itself. */
    boolean canRead(CollectionDefinition collection, Collection<String> keys) {
        return seen.size() + keys.size() <= MOST_SEEN
                && (written.isEmpty()
                        || keys.stream().noneMatch(key -> written.contains(new Place(collection.name(), key))));
    }

    /**
     * Notes what a snapshot holds.
     *
     * @param found the records of those keys that exist
     */
    void saw(CollectionDefinition collection, Collection<String> keys, Map<String, StoredRecord> found) {
        for (String key : keys) {
            seen.computeIfAbsent(
                    new Place(collection.name(), key),
                    place -> new Seen(
                            collection, Optional.ofNullable(found.get(key)).map(ReadWriteSet::withoutParts)));
        }
    }

    /** Large bodies are not kept for what only concerns revision and times. */
    private static StoredRecord withoutParts(StoredRecord record) {
        return record.only(Projection.METADATA);
    }

    /** Returns whether the outcomes of these writes follow from what is stored under their keys, and they are few enough to be kept. */
    boolean canWrite(List<Write> more) {
        return WriteRequest.isSmall(writes.size() + more.size(), size + WriteRequest.size(more))
                && seen.size() + more.size() <= MOST_SEEN
                && more.stream().allMatch(this::canWrite);
    }

    private boolean canWrite(Write write) {
        return !(write instanceof Write.Reindex)
                && !written.contains(place(write))
                && !(write instanceof Write.Put
                        && collections.of(write.collection()).claimsValues());
    }

    private static Place place(Write write) {
        return new Place(write.collection().name(), write.key());
    }

    /** Returns the keys, of these writes, of which it is not known what is stored. */
    Map<CollectionDefinition, List<String>> unseen(List<Write> more) {
        Map<CollectionDefinition, List<String>> unseen = new HashMap<>();
        for (Write write : more) {
            if (!seen.containsKey(place(write))) {
                unseen.computeIfAbsent(write.collection(), collection -> new ArrayList<>())
                        .add(write.key());
            }
        }
        return unseen;
    }

    /** Keeps a write, in a form that applies only to what was seen, and returns its outcome. */
    WriteOutcome write(Write write) {
        Seen place = seen.get(place(write));
        if (place == null) {
            throw new IllegalStateException("a write of what was not seen");
        }
        Optional<StoredRecord> stored = place.record();
        WriteOutcome outcome = RecordChange.of(write, stored.orElse(null)).outcome();
        if (outcome instanceof WriteOutcome.NotApplied) {
            return outcome;
        }
        writes.add(asSeen(write, stored));
        promised.add(outcome);
        written.add(place(write));
        size += write.bytes();
        return outcome;
    }

    /** Returns the write in a form that is not applied if its record has changed. A touch has no such form. */
    private static Write asSeen(Write write, Optional<StoredRecord> stored) {
        Precondition unchanged = stored.<Precondition>map(entry -> new Precondition.AtRevision(entry.revision()))
                .orElseGet(Precondition.Absent::new);
        if (write instanceof Write.Put put) {
            return put.with(unchanged);
        }
        return write instanceof Write.Delete delete ? delete.with(unchanged) : write;
    }

    /** Returns whether there is anything to write. */
    boolean writes() {
        return !writes.isEmpty();
    }

    /** Returns what is left to do. Of records that are written as they were seen, the writes themselves find out whether they still are. */
    WriteRequest request(String place) {
        Set<Place> checked = new HashSet<>();
        for (Write write : writes) {
            if (!(write instanceof Write.Touch)) {
                checked.add(place(write));
            }
        }
        Map<CollectionDefinition, Map<String, Optional<Long>>> others = new LinkedHashMap<>();
        seen.forEach((where, some) -> {
            if (!checked.contains(where)) {
                others.computeIfAbsent(some.collection(), collection -> new LinkedHashMap<>())
                        .put(where.key(), some.record().map(StoredRecord::revision));
            }
        });
        List<WriteRequest.Seen> unchanged = new ArrayList<>();
        others.forEach((collection, revisions) -> unchanged.add(new WriteRequest.Seen(collection, revisions)));
        return new WriteRequest(place, collections, unchanged, writes, promised);
    }
}
