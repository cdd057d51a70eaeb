// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Projection;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.port.combining.Combiner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Runs writes and reads of single documents, those of many callers in one statement when all lanes are in use.
 *
 * <pre>
 * read  ── reads:   a lane is free: one row         all are in use: what waits, in one statement
 * write ── writes:  the same; waits only briefly for a lock, then splits, until one write is left alone with it
 *             └ patient: that one, for as long as the server lets it, on a connection of its own; those that write
 *                        the same document wait behind it without one
 * </pre>
 *
 * A lane is not a connection but the right to take one from the pool.
 */
final class Combining {

    /** What a request reads. */
    record Read(CollectionDefinition collection, String key, Projection projection) {}

    /** A document; of several requests that write it, one is under way at a time. */
    private record DocumentKey(String collection, String key) {}

    /**
     * Bounds.
     *
     * @param lanes how many statements of each kind may be under way at once; none if every operation runs alone
     * @param patient how many writes may wait for a lock for longer
     * @param longestWait how long a caller waits for its turn
     */
    record Bounds(int lanes, int patient, Duration longestWait) {

        /** Leaves half of the pool to the lanes, and to transactions, when many documents are locked. */
        static Bounds of(int lanes, int poolSize, Duration longestWait) {
            return new Bounds(Math.min(lanes, poolSize), Math.max(1, poolSize / 2), longestWait);
        }

        private Combiner.Bounds combined(int atOnce, int batch) {
            return new Combiner.Bounds(atOnce, batch, WAITING, longestWait);
        }
    }

    /** How one operation runs by itself, as it would without combining. */
    interface SingleOperations {
        Map<String, StoredRecord> read(Read read);

        WriteOutcome write(Write write);
    }

    /** More rows in a statement gain little, and all of them wait for the last. */
    private static final int BATCH = 256;

    private static final int WAITING = 100_000;

    private final SingleOperations singly;
    private final SingleStatements statements;
    private final Combiner<Read, Map<String, StoredRecord>> reads;
    private final Combiner<Write, Optional<WriteOutcome>> writes;
    private final Combiner<Write, WriteOutcome> patient;

    /** Documents that somebody's open transaction has locked, with the number of writes that wait for them. */
    private final Map<DocumentKey, Integer> locked = new ConcurrentHashMap<>();

    private Combining(SingleStatements statements, SingleOperations alone, Bounds bounds, Supplier<String> state) {
        this.singly = alone;
        this.statements = statements;
        this.reads = new Combiner<>(bounds.combined(bounds.lanes(), BATCH), new CombinedReads(statements), state);
        this.writes = new Combiner<>(
                bounds.combined(bounds.lanes(), BATCH), new CombinedWrites(statements, this::documentKey), state);
        this.patient = new Combiner<>(bounds.combined(bounds.patient(), 1), new Patient(), state);
    }

    /** Returns nothing if there are no lanes. */
    static Optional<Combining> of(
            Bounds bounds, SingleStatements statements, SingleOperations alone, Supplier<String> state) {
        return bounds.lanes() == 0 ? Optional.empty() : Optional.of(new Combining(statements, alone, bounds, state));
    }

    /** Waits for a lock as long as the server lets it. */
    private final class Patient implements Combiner.Work<Write, WriteOutcome> {
        @Override
        public boolean canShareBatch(Write first, Write next) {
            return false;
        }

        @Override
        public DocumentKey conflictKey(Write write) {
            return Combining.this.documentKey(write);
        }

        @Override
        public List<Combiner.Outcome<WriteOutcome>> run(List<Write> batch) {
            return List.of(new Combiner.Outcome.Value<>(singly.write(batch.get(0))));
        }
    }

    private DocumentKey documentKey(Write write) {
        return new DocumentKey(write.collection().name(), write.key());
    }

    Map<String, StoredRecord> read(CollectionDefinition collection, String key, Projection projection) {
        Read read = new Read(collection, key, projection);
        return projection.content() ? singly.read(read) : reads.submit("read of collection " + collection.name(), read);
    }

    WriteOutcome write(Write write) {
        if (!CombinedWrites.canCombine(write)) {
            return singly.write(write);
        }
        String what = "write to collection " + write.collection().name();
        DocumentKey claim = documentKey(write);
        if (!locked.containsKey(claim)) {
            Optional<WriteOutcome> outcome = writes.submit(what, write);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        locked.merge(claim, 1, Integer::sum);
        try {
            return patient.submit(what, write);
        } finally {
            locked.computeIfPresent(claim, (document, waiting) -> waiting == 1 ? null : waiting - 1);
        }
    }

    /** Returns how many callers wait for their turn, or for the one whose turn it is. */
    int waiting() {
        return statements.waiting() + reads.waiting() + writes.waiting() + patient.waiting();
    }

    void close() {
        reads.close();
        writes.close();
        patient.close();
    }
}
