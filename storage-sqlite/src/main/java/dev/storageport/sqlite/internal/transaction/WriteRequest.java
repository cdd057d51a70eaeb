// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.StorageFailureException;
import dev.storageport.TransactionConflictException;
import dev.storageport.port.CollectionDefinition;
import dev.storageport.port.Projection;
import dev.storageport.port.RecordOperations;
import dev.storageport.port.StoredRecord;
import dev.storageport.port.Write;
import dev.storageport.port.WriteOutcome;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.statement.CollectionStatements;
import dev.storageport.sqlite.internal.statement.Operations;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes that wait for the writer, as data, so that any thread can run them: those of one operation, or all that an optimistic
 * transaction has to do at its end.
 *
 * @param place where it is, for messages
 * @param collections what is known of the collections it names
 * @param seen what must still be so
 * @param writes what to write then; those of a transaction only apply if their record is as it was seen
 * @param promised the outcomes that the transaction went on with; empty if nothing was promised
 */
public record WriteRequest(
        String place,
        CollectionStatements collections,
        List<Seen> seen,
        List<Write> writes,
        List<WriteOutcome> promised) {

    private static final int MOST_WRITES = 100;
    private static final long MOST_SIZE = 262_144;

    /**
     * Records of one collection as they were.
     *
     * @param collection the collection
     * @param revisions their revisions by key; empty: there was none
     */
    record Seen(CollectionDefinition collection, Map<String, Optional<Long>> revisions) {}

    /** Returns the writes of one operation. */
    public static WriteRequest of(String place, CollectionStatements collections, List<Write> writes) {
        return new WriteRequest(place, collections, List.of(), writes, List.of());
    }

    /** Returns whether so much is small enough to be run by somebody else, who has not much to do for others. */
    public static boolean isSmall(int writes, long size) {
        return writes <= MOST_WRITES && size <= MOST_SIZE;
    }

    /** Returns how many bytes the writes bring. */
    public static long size(List<Write> writes) {
        return writes.stream().mapToLong(Write::bytes).sum();
    }

    /**
     * Returns whether nothing is left in the database when this ends with a {@link dev.storageport.UniqueViolationException} or a
     * {@link TransactionConflictException}: both come from the first statement that writes, or from none.
     */
    boolean undoesItself() {
        return writes.size() <= 1;
    }

    /** Returns whether this only deletes, and so makes room. */
    boolean onlyDeletes() {
        return !writes.isEmpty() && writes.stream().allMatch(write -> write instanceof Write.Delete);
    }

    /**
     * Does it, in the transaction that the caller has begun.
     *
     * @throws TransactionConflictException if something is not as it was seen
     */
    List<WriteOutcome> apply(DatabaseConnection connection) {
        RecordOperations operations = new Operations(connection, collections);
        for (Seen some : seen) {
            check(operations, some);
        }
        List<WriteOutcome> outcomes = operations.write(writes);
        for (int i = 0; i < promised.size(); i++) {
            if (!outcomes.get(i).equals(promised.get(i))) {
                throw broken(writes.get(i), outcomes.get(i));
            }
        }
        return outcomes;
    }

    private static void check(RecordOperations operations, Seen some) {
        Map<String, StoredRecord> now =
                operations.read(some.collection(), some.revisions().keySet(), Projection.METADATA);
        some.revisions().forEach((key, revision) -> {
            if (!Optional.ofNullable(now.get(key)).map(StoredRecord::revision).equals(revision)) {
                throw changed(some.collection(), key);
            }
        });
    }

    private static RuntimeException broken(Write write, WriteOutcome outcome) {
        return outcome instanceof WriteOutcome.NotApplied
                ? changed(write.collection(), write.key())
                : new StorageFailureException(
                        write.collection().place(write.key())
                                + ": its times were changed without its revision, which this library never does",
                        null);
    }

    private static TransactionConflictException changed(CollectionDefinition collection, String key) {
        return new TransactionConflictException(
                collection.place(key) + ": was written by someone else since the transaction read it", null);
    }
}
