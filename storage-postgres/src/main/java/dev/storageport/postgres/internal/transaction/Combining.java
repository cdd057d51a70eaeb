// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.transaction;

import dev.storageport.StorageTimeoutException;
import dev.storageport.event.BatchEnded;
import dev.storageport.event.WaitEnded;
import dev.storageport.port.PortEvents;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.port.combining.Combiner;
import dev.storageport.port.combining.Combiner.Outcome;
import dev.storageport.port.combining.CombinerEvents;
import dev.storageport.postgres.internal.transaction.Combinable.DocumentKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
 * A collection that somebody has locked as a whole holds up no lane for longer than the first statement that meets the lock: one read and
 * one write of it wait for the lock, on a connection each, and all others of it behind them without one, until these get through.
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
    private final Combiner<Read, Optional<Map<String, StoredRecord>>> reads;
    private final Combiner<Read, Map<String, StoredRecord>> patientReads;
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

    /** Collections that were found locked as a whole, until an operation of that kind has got through. */
    private final Set<String> lockedForReads = ConcurrentHashMap.newKeySet();

    private final Set<String> lockedForWrites = ConcurrentHashMap.newKeySet();

    /** Creates what needs at least one lane. */
    public Combining(SingleStatements statements, Bounds bounds, Path path, Supplier<String> state, PortEvents events) {
        this.statements = statements;
        CombinerEvents ofReads = new CombinerEvents(events, WaitEnded.Resource.TURN, BatchEnded.Kind.READS);
        CombinerEvents ofWrites = new CombinerEvents(events, WaitEnded.Resource.TURN, BatchEnded.Kind.WRITES);
        this.reads = new Combiner<>(
                bounds.combined(bounds.lanes(), BATCH),
                new CombinedReads(statements, path, lockedForReads),
                state,
                ofReads);
        this.patientReads =
                new Combiner<>(bounds.combined(bounds.patient(), 1), new PatientReads(statements), state, ofReads);
        this.writes = new Combiner<>(
                bounds.combined(bounds.lanes(), BATCH),
                new CombinedWrites(statements, path, lockedForWrites),
                state,
                ofWrites);
        this.patient = new Combiner<>(
                bounds.combined(bounds.patient(), 1), new PatientWrites(statements, lockedForWrites), state, ofWrites);
    }

    /** Waits for a lock of a table as long as the server lets it, one for each collection. */
    private record PatientReads(SingleStatements statements) implements Combiner.Work<Read, Map<String, StoredRecord>> {
        @Override
        public boolean canShareBatch(Read first, Read next) {
            return false;
        }

        @Override
        public String conflictKey(Read read) {
            return read.collection().name();
        }

        @Override
        public List<Outcome<Map<String, StoredRecord>>> run(List<Read> batch) {
            return List.of(new Outcome.Value<>(statements.read(batch.get(0))));
        }
    }

    /** Waits for a lock as long as the server lets it. */
    private record PatientWrites(SingleStatements statements, Set<String> lockedTables)
            implements Combiner.Work<Write, WriteOutcome> {
        @Override
        public boolean canShareBatch(Write first, Write next) {
            return false;
        }

        @Override
        public Object conflictKey(Write write) {
            String collection = write.collection().name();
            return lockedTables.contains(collection) ? collection : Combinable.document(write);
        }

        @Override
        public List<Outcome<WriteOutcome>> run(List<Write> batch) {
            return List.of(new Outcome.Value<>(statements.write(batch.get(0))));
        }
    }

    @Override
    public Map<String, StoredRecord> read(Read read) {
        if (!Combinable.mayCombine(read)) {
            return statements.read(read);
        }
        String collection = read.collection().name();
        String place = read.collection().place();
        if (!lockedForReads.contains(collection)) {
            Optional<Map<String, StoredRecord>> records = reads.submit(place, read);
            if (records.isPresent()) {
                return records.get();
            }
        }
        return gettingThrough(lockedForReads, collection, () -> patientReads.submit(place, read));
    }

    /** Runs an operation of a collection, which is not locked any more if that does not end in waiting. */
    private static <R> R gettingThrough(Set<String> lockedTables, String collection, Supplier<R> operation) {
        boolean through = true;
        try {
            return operation.get();
        } catch (StorageTimeoutException waiting) {
            through = false;
            throw waiting;
        } finally {
            if (through) {
                lockedTables.remove(collection);
            }
        }
    }

    @Override
    public WriteOutcome write(Write write) {
        if (!Combinable.mayCombine(write)) {
            return statements.write(write);
        }
        String collection = write.collection().name();
        String place = write.collection().place();
        DocumentKey document = Combinable.document(write);
        if (!locked.containsKey(document) && !lockedForWrites.contains(collection)) {
            Optional<WriteOutcome> outcome = writes.submit(place, write);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        locked.compute(document, (key, waiting) -> waiting == null ? new Waiting() : waiting.more());
        try {
            return gettingThrough(lockedForWrites, collection, () -> patient.submit(place, write));
        } finally {
            locked.computeIfPresent(document, (key, waiting) -> waiting.less());
        }
    }

    @Override
    public Duration longestTurn() {
        return Stream.of(reads, patientReads, writes, patient)
                .map(Combiner::oldestPermit)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    @Override
    public int waiting() {
        return statements.waiting() + reads.waiting() + patientReads.waiting() + writes.waiting() + patient.waiting();
    }

    @Override
    public void close() {
        reads.close();
        patientReads.close();
        writes.close();
        patient.close();
    }
}
