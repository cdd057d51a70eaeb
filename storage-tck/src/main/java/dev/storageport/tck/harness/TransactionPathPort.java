// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Filter;
import dev.storageport.port.Position;
import dev.storageport.port.RecordCursor;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoragePort;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.TransactionAttempt;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A port that does each single operation in a transaction; see {@link ExecutionPath#TRANSACTION}. */
final class TransactionPathPort extends ForwardingPort {

    private final StoragePort port;

    TransactionPathPort(StoragePort port) {
        super(port);
        this.port = port;
    }

    @Override
    protected <R> R forward(Function<RecordOperations, R> operation) {
        return port.transactReadOnly(operation);
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return port.transact(TransactionAttempt.FIRST, inside -> inside.write(writes));
    }

    @Override
    public long delete(CollectionDefinition collection, Filter filter) {
        return port.transact(TransactionAttempt.FIRST, inside -> inside.delete(collection, filter));
    }

    /** Reads all of it, since the transaction must end before anybody sees a record. */
    @Override
    public RecordCursor scan(Scan scan) {
        return port.transactReadOnly(inside -> {
            try (RecordCursor cursor = inside.scan(scan)) {
                List<Listed> records = new ArrayList<>();
                while (cursor.hasNext()) {
                    StoredRecord record = cursor.next();
                    records.add(new Listed(record, cursor.position()));
                }
                return new ListCursor(records);
            }
        });
    }

    @Override
    public <R> R reindexing(Function<RecordOperations, R> work) {
        return port.reindexing(work);
    }

    private record Listed(StoredRecord record, Position position) {}

    private static final class ListCursor implements RecordCursor {

        private final List<Listed> records;
        private int next;
        private @Nullable Listed last;

        ListCursor(List<Listed> records) {
            this.records = records;
        }

        @Override
        public boolean hasNext() {
            return next < records.size();
        }

        @Override
        public StoredRecord next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the cursor is at its end");
            }
            Listed listed = records.get(next++);
            last = listed;
            return listed.record();
        }

        @Override
        public Position position() {
            Listed listed = last;
            if (listed == null) {
                throw new IllegalStateException("no record was returned yet");
            }
            return listed.position();
        }

        @Override
        public void close() {
            next = records.size();
        }
    }
}
