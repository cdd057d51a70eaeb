// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordChange;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.postgres.internal.statement.WriteExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The operations of a transaction, which keeps the writes of documents that it has read and sends them together with its COMMIT.
 *
 * <pre>
 *   read a       ──▶ BEGIN; SELECT a
 *   read b       ──▶ SELECT b
 *   put a, put b      kept: their outcomes follow from what was read
 *   commit       ──▶ UPDATE a; UPDATE b; COMMIT
 *
 *   anything that would see a kept write sends it first
 * </pre>
 *
 * <p>What was read is so until the end: if somebody else writes it meanwhile, the update fails as one in a serializable transaction does.
 * A put of a collection with a unique index is not kept, because whether its value is free must be known when the operation returns;
 * nor is a write of a document that was not read, or that was not there.
 */
public final class TransactionOperations extends ForwardingOperations {

    /** The texts that the server prepares differ with the number of writes. */
    private static final int MOST_KEPT = 8;

    private static final long MOST_BYTES = 256 * 1024;

    private final RecordOperations operations;
    private final WriteExecutor writes;
    private final Map<Place, StoredRecord> seen = new HashMap<>();
    private final List<Write> kept = new ArrayList<>();
    private long keptBytes;

    private record Place(String collection, String key) {

        static Place of(Write write) {
            return new Place(write.collection().name(), write.key());
        }
    }

    /**
     * Creates the operations of a transaction that has begun.
     *
     * @param operations those of its connection
     * @param writes what writes on its connection
     */
    public TransactionOperations(RecordOperations operations, WriteExecutor writes) {
        this.operations = operations;
        this.writes = writes;
    }

    /** Sends what was kept, and commits with it; leaves the commit to the caller if nothing was. */
    public void commit() {
        if (!kept.isEmpty()) {
            writes.writeAndCommit(kept);
        }
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        if (keeps(collection, keys)) {
            send();
        }
        Map<String, StoredRecord> found = operations.read(collection, keys, projection);
        found.forEach((key, record) -> seen.put(new Place(collection.name(), key), record.only(Projection.METADATA)));
        return found;
    }

    private boolean keeps(CollectionDefinition collection, Collection<String> keys) {
        return kept.stream()
                .anyMatch(write -> write.collection().name().equals(collection.name()) && keys.contains(write.key()));
    }

    @Override
    public List<WriteOutcome> write(List<Write> more) {
        if (canKeep(more)) {
            return more.stream().map(this::keep).toList();
        }
        send();
        more.forEach(write -> seen.remove(Place.of(write)));
        return operations.write(more);
    }

    private boolean canKeep(List<Write> more) {
        return kept.size() + more.size() <= MOST_KEPT
                && more.stream().map(Place::of).distinct().count() == more.size()
                && keptBytes + more.stream().mapToLong(Write::bytes).sum() <= MOST_BYTES
                && more.stream().allMatch(this::canKeep);
    }

    /** Returns whether the outcome is known, which is so of a document that was read and has not been written since. */
    private boolean canKeep(Write write) {
        return seen.containsKey(Place.of(write))
                && !(write instanceof Write.Reindex)
                && !(write instanceof Write.Put && write.collection().hasUniqueIndex());
    }

    private WriteOutcome keep(Write write) {
        StoredRecord stored = Objects.requireNonNull(seen.get(Place.of(write)), "a write of what was not seen");
        WriteOutcome outcome = RecordChange.of(write, stored).outcome();
        if (!(outcome instanceof WriteOutcome.NotApplied)) {
            seen.remove(Place.of(write));
            kept.add(asSeen(write, stored.revision()));
            keptBytes += write.bytes();
        }
        return outcome;
    }

    /** Returns the write in a form that applies only to what was seen. A touch has no such form, and needs none. */
    private static Write asSeen(Write write, long revision) {
        if (write instanceof Write.Put put) {
            return put.with(new Precondition.AtRevision(revision));
        }
        return write instanceof Write.Delete delete ? delete.with(new Precondition.AtRevision(revision)) : write;
    }

    /** Deletes at once, and forgets what was seen of the collection: which of it is gone is known to the server only. */
    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        send();
        seen.keySet().removeIf(place -> place.collection().equals(collection.name()));
        return operations.delete(collection, filter);
    }

    /** Sends what was kept, as a transaction does that keeps nothing. */
    private void send() {
        if (!kept.isEmpty()) {
            List<Write> sent = List.copyOf(kept);
            kept.clear();
            keptBytes = 0;
            if (operations.write(sent).stream().anyMatch(WriteOutcome.NotApplied.class::isInstance)) {
                throw WriteExecutor.notAsSeen(sent);
            }
        }
    }

    /** For operations that only read; what writes is above, because it changes what was seen. */
    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        send();
        return operation.apply(operations);
    }
}
