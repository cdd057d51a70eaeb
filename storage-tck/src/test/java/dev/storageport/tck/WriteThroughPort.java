// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Precondition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.tck.harness.ForwardingPort;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** A port whose transactions write to the database at once, for all to see, and take it back if they roll back. */
final class WriteThroughPort extends ForwardingPort {

    private final StoragePort right;

    WriteThroughPort(StoragePort right) {
        super(right);
        this.right = right;
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        WeakIsolationPort.remember(writes);
        return super.write(writes);
    }

    @Override
    public <R> R transact(TransactionAttempt attempt, Function<RecordOperations, R> work) {
        Deque<Write> undo = new ArrayDeque<>();
        try {
            return work.apply(new Undoable(right, undo));
        } catch (Throwable failed) {
            undo.forEach(write -> right.write(List.of(write)));
            throw failed;
        }
    }

    /** Operations that note what was there before. */
    private static final class Undoable extends DelegatingOperations {

        private final Deque<Write> undo;

        Undoable(RecordOperations right, Deque<Write> undo) {
            super(right);
            this.undo = undo;
        }

        @Override
        public List<WriteOutcome> write(List<Write> writes) {
            WeakIsolationPort.remember(writes);
            writes.forEach(write -> note(write.collection(), write.key()));
            return super.write(writes);
        }

        @Override
        public long delete(CollectionDefinition collection, Filter filter) {
            WeakIsolationPort.matching(operations, collection, filter).forEach(entry -> note(collection, entry.key()));
            return super.delete(collection, filter);
        }

        private void note(CollectionDefinition collection, String key) {
            StoredRecord before =
                    read(collection, List.of(key), Projection.BODY).get(key);
            undo.push(
                    before == null
                            ? new Write.Delete(collection, key, new Precondition.None())
                            : WeakIsolationPort.asWritten(collection, before));
        }
    }
}
