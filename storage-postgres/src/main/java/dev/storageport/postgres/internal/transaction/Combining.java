// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.port.combining.Combiner;
import dev.storageport.port.combining.Combiner.Outcome;
import dev.storageport.postgres.internal.transaction.Combinable.DocumentKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations of single documents, those of many callers in one statement when all lanes are in use.
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
public final class Combining implements SingleOperations {

    /**
     * Bounds.
     *
     * @param lanes how many statements of each kind may be under way at once; none if every operation runs alone
     * @param patient how many writes may wait for a lock for longer
     * @param longestWait how long a caller waits for its turn
     */
    public record Bounds(int lanes, int patient, Duration longestWait) {

        /** Leaves half of the pool to the lanes, and to transactions, when many documents are locked. */
        public static Bounds of(int lanes, int poolSize, Duration longestWait) {
            return new Bounds(Math.min(lanes, poolSize), Math.max(1, poolSize / 2), longestWait);
        }

        private Combiner.Bounds combined(int atOnce, int batch) {
            return new Combiner.Bounds(atOnce, batch, WAITING, longestWait);
        }
    }

    /** More rows in a statement gain little, and all of them wait for the last. */
    private static final int BATCH = 256;

    private static final int WAITING = 100_000;

    private final SingleStatements statements;
    private final Combiner<Read, Map<String, StoredRecord>> reads;
    private final Combiner<Write, Optional<WriteOutcome>> writes;
    private final Combiner<Write, WriteOutcome> patient;

    /** Documents that somebody's open transaction has locked, with the number of writes that wait for them. */
    private final Map<DocumentKey, Waiting> locked = new ConcurrentHashMap<>();

    /** How many wait, changed under the lock of the map's entry: counting down must not have to allocate. */
    private static final class Waiting {

        private int writes = 1;

        Waiting more() {
            writes++;
            return this;
        }

        @Nullable
        Waiting less() {
            writes--;
            return writes == 0 ? null : this;
        }
    }

    /** Creates what needs at least one lane. */
    public Combining(SingleStatements statements, Bounds bounds, Path path, Supplier<String> state) {
        this.statements = statements;
        this.reads = new Combiner<>(bounds.combined(bounds.lanes(), BATCH), new CombinedReads(statements, path), state);
        this.writes =
                new Combiner<>(bounds.combined(bounds.lanes(), BATCH), new CombinedWrites(statements, path), state);
        this.patient = new Combiner<>(bounds.combined(bounds.patient(), 1), new PatientWrites(statements), state);
    }

    /** Waits for a lock as long as the server lets it. */
    private record PatientWrites(SingleStatements statements) implements Combiner.Work<Write, WriteOutcome> {
        @Override
        public boolean canShareBatch(Write first, Write next) {
            return false;
        }

        @Override
        public DocumentKey conflictKey(Write write) {
            return Combinable.document(write);
        }

        @Override
        public List<Outcome<WriteOutcome>> run(List<Write> batch) {
            return List.of(new Outcome.Value<>(statements.write(batch.get(0))));
        }
    }

    @Override
    public Map<String, StoredRecord> read(Read read) {
        return Combinable.mayCombine(read) ? reads.submit(read.collection().place(), read) : statements.read(read);
    }

    @Override
    public WriteOutcome write(Write write) {
        if (!Combinable.mayCombine(write)) {
            return statements.write(write);
        }
        String place = write.collection().place();
        DocumentKey document = Combinable.document(write);
        if (!locked.containsKey(document)) {
            Optional<WriteOutcome> outcome = writes.submit(place, write);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        locked.compute(document, (key, waiting) -> waiting == null ? new Waiting() : waiting.more());
        try {
            return patient.submit(place, write);
        } finally {
            locked.computeIfPresent(document, (key, waiting) -> waiting.less());
        }
    }

    @Override
    public int waiting() {
        return statements.waiting() + reads.waiting() + writes.waiting() + patient.waiting();
    }

    @Override
    public void close() {
        reads.close();
        writes.close();
        patient.close();
    }
}
