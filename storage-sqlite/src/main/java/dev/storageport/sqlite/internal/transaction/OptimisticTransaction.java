// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import dev.storageport.sqlite.internal.statement.Operations;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that does not have the writer, for as long as it gets by without.
 *
 * <pre>
 *   reads by key   from one snapshot of a reader; what was seen is noted
 *   writes         kept, with outcomes that follow from what was seen
 *   at the end     one request to the writer: is all as it was seen? then write
 *
 *   anything else  takes the writer, checks what was seen, writes what was kept, and goes on there
 * </pre>
 *
 * <p>So all it ever reads is one state of the database: that of the snapshot, and, if it goes on with the writer, the same state found again
 * there. It takes its place in the order of all transactions where it commits, because what it saw is still so then; if it wrote
 * nothing, where its snapshot was taken.
 *
 * <p>A value of a unique index is the business of the writer: whether it is free must be known when the operation returns.
 */
final class OptimisticTransaction extends ForwardingOperations implements AutoCloseable {

    private final String place;
    private final WriterConnection writer;
    private final Snapshots snapshots;
    private final CollectionStatements collections;
    private final ReadWriteSet progress;
    private Snapshots.@Nullable Held snapshot;
    private @Nullable WriteTransaction taken;

    OptimisticTransaction(
            String place, WriterConnection writer, Snapshots snapshots, CollectionStatements collections) {
        this.place = place;
        this.writer = writer;
        this.snapshots = snapshots;
        this.collections = collections;
        progress = new ReadWriteSet(collections);
    }

    /** Makes what was written last, or fails with nothing applied. */
    void commit() {
        if (taken != null) {
            taken.commit(place);
            return;
        }
        release();
        if (progress.writes()) {
            writer.write(progress.request(place));
        }
    }

    /** Ends it, with nothing applied that was not committed. */
    @Override
    public void close() {
        try {
            release();
        } finally {
            if (taken != null) {
                taken.close();
            }
        }
    }

    private void release() {
        Snapshots.Held held = snapshot;
        snapshot = null;
        if (held != null) {
            held.close();
        }
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        if (taken != null || !progress.canRead(collection, keys)) {
            return onWriter().read(collection, keys, projection);
        }
        Map<String, StoredRecord> found = onSnapshot().read(collection, keys, projection);
        progress.saw(collection, keys, found);
        return found;
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        if (taken != null || !progress.canWrite(writes)) {
            return onWriter().write(writes);
        }
        Map<CollectionDefinition, List<String>> unseen = progress.unseen(writes);
        unseen.forEach((collection, keys) ->
                progress.saw(collection, keys, onSnapshot().read(collection, keys, Projection.METADATA)));
        return writes.stream().map(progress::write).toList();
    }

    private RecordOperations onSnapshot() {
        Snapshots.Held held = snapshot;
        if (held == null) {
            held = snapshots.hold(place);
            snapshot = held;
        }
        return held.operations(collections);
    }

    /** Goes on with the writer, from where this is. */
    private RecordOperations onWriter() {
        WriteTransaction writing = taken;
        if (writing == null) {
            release();
            writing = writer.begin(place);
            taken = writing; // closed with this, also if place follows fails
            progress.request(place).apply(writing.connection());
        }
        return new Operations(writing.connection(), collections);
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        return operation.apply(onWriter());
    }
}
