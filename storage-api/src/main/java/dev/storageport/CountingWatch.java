// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.ForwardingOperations;
import dev.storageport.port.Position;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts attempts, records and bytes. It is itself the operations that it counts, so that watching a get takes one object more. Of one
 * thread at a time, as what it watches is.
 */
final class CountingWatch extends ForwardingOperations implements Watch {

    private final long begun = System.nanoTime();

    /** The event of a recording that began when this did, if one is wanted. */
    private final @Nullable Object flight;

    private @Nullable RecordOperations operations;
    private int attempts;
    private int asked;
    private long read;
    private long written;
    private long bytes;

    CountingWatch(@Nullable Object flight) {
        this.flight = flight;
    }

    @Override
    public void attempt(int number) {
        attempts = number;
        asked = 0;
        nothing();
    }

    /** Forgets what was counted: nothing of it was applied, or it is done again. */
    void nothing() {
        read = 0;
        written = 0;
        bytes = 0;
    }

    @Override
    public RecordOperations counted(RecordOperations itsOperations) {
        nothing();
        operations = itsOperations;
        return this;
    }

    @Override
    public void asked() {
        asked++;
    }

    @Nullable
    Object flight() {
        return flight;
    }

    long nanos() {
        return System.nanoTime() - begun;
    }

    int attempts() {
        return attempts;
    }

    int operations() {
        return asked;
    }

    long documentsRead() {
        return read;
    }

    long documentsWritten() {
        return written;
    }

    long bytes() {
        return bytes;
    }

    private RecordOperations delegate() {
        RecordOperations present = operations;
        if (present == null) {
            throw new IllegalStateException("nothing is watched yet");
        }
        return present;
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        return operation.apply(delegate());
    }

    @Override
    public Map<String, StoredRecord> read(
            CollectionDefinition collection, Collection<String> keys, Projection projection) {
        Map<String, StoredRecord> found = delegate().read(collection, keys, projection);
        if (!found.isEmpty()) {
            for (StoredRecord one : found.values()) {
                count(one);
            }
        }
        return found;
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        List<WriteOutcome> outcomes = delegate().write(writes);
        for (int i = 0; i < outcomes.size(); i++) {
            if (!(outcomes.get(i) instanceof WriteOutcome.NotApplied)) {
                written++;
                bytes += writes.get(i).bytes();
            }
        }
        return outcomes;
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        long deleted = delegate().delete(collection, filter);
        written += deleted;
        return deleted;
    }

    @Override
    public RecordCursor scan(Scan scan) {
        return new CountingCursor(delegate().scan(scan));
    }

    void count(StoredRecord found) {
        read++;
        if (found.body().isPresent()) {
            bytes += found.body().get().length();
        }
        if (found.content().isPresent()) {
            bytes += found.content().get().bytes().length;
        }
    }

    /** Counts what is read. */
    private final class CountingCursor implements RecordCursor {

        private final RecordCursor cursor;

        CountingCursor(RecordCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean hasNext() {
            return cursor.hasNext();
        }

        @Override
        public StoredRecord next() {
            StoredRecord next = cursor.next();
            count(next);
            return next;
        }

        @Override
        public Position position() {
            return cursor.position();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
