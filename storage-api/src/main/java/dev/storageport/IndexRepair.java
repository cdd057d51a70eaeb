// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.RecordOperations;
import dev.storageport.port.TransactionAttempt;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Answers queries also when programs of other versions write documents without the indexes that this one declares: brings such documents
 * into the index, then asks again.
 *
 * <pre>
 *   ask --not ready--> reindex in transactions of their own, ask --still not ready, others keep writing--> reindex and ask in one transaction
 * </pre>
 */
final class IndexRepair {

    /** How many documents a query brings in by itself; more is the work of {@link OnlineIndexBuild}. */
    private static final int DOCUMENTS = 1000;

    /** How often work is asked again: several indexes may turn out one after another, and a stream cannot be read in a transaction. */
    private static final int ROUNDS = 10;

    private static final int BATCH = 100;

    /** An index that work needs. */
    record Needed(String collection, String index) {}

    /** Work that can be done again. */
    @FunctionalInterface
    interface Work<R> {

        /**
         * Does the work.
         *
         * @param needed indexes into which the work's own transaction should bring what is missing first
         */
        R apply(Set<Needed> needed);
    }

    private final RetryingPort retrying;
    private final DeclaredCollections collections;

    IndexRepair(RetryingPort retrying, DeclaredCollections collections) {
        this.retrying = retrying;
        this.collections = collections;
    }

    /** Does one operation, in a transaction with the repair if need be. */
    <R> R operation(TransactionAttempt attempt, Function<RecordOperations, R> operation) {
        return around(needed -> needed.isEmpty()
                ? operation.apply(retrying.port())
                : retrying.port().transact(attempt, operations -> {
                    within(operations, needed);
                    return operation.apply(operations);
                }));
    }

    /** Does work again as long as indexes that it needs can be completed. */
    <R> R around(Work<R> work) {
        Set<Needed> needed = Set.of();
        for (int round = 1; ; round++) {
            try {
                return work.apply(needed);
            } catch (IndexNotReadyException notReady) {
                Needed index = new Needed(notReady.collection(), notReady.index());
                if (round == ROUNDS || !complete(index)) {
                    throw notReady;
                }
                needed = with(needed, index);
            } catch (UniqueViolationException violation) {
                // Perhaps only a value that its owner no longer has, changed by a program that does not know the index.
                Needed index = new Needed(violation.collection(), violation.index());
                if (round == ROUNDS || !isOutOfDate(index) || !complete(index)) {
                    throw violation;
                }
                needed = with(needed, index);
            }
        }
    }

    private static Set<Needed> with(Set<Needed> needed, Needed index) {
        Set<Needed> more = new LinkedHashSet<>(needed);
        more.add(index);
        return more;
    }

    private boolean isOutOfDate(Needed index) {
        return collections.declares(index)
                && !retrying.staleRecords(
                                collections.definition(index.collection()), index.index(), Optional.empty(), 1)
                        .isEmpty();
    }

    /** Brings in what is missing, in transactions of their own; returns whether that was all at the moment. */
    private boolean complete(Needed index) {
        if (!collections.declares(index)) {
            return false;
        }
        Reindexer<?> reindexer = collections.reindexer(index.collection());
        try {
            for (int documents = 0; documents < DOCUMENTS; documents += BATCH) {
                if (reindexed(index, operations -> reindexer.batch(operations, index.index(), Optional.empty(), BATCH))
                        < BATCH) {
                    return true;
                }
            }
            return false;
        } catch (UniqueViolationException violation) {
            // Perhaps a value moved from a document of a later batch, which still has it; if not, this fails the same
            // way.
            return reindexed(index, operations -> reindexer.all(operations, index.index(), DOCUMENTS)) < DOCUMENTS;
        }
    }

    private long reindexed(Needed index, Function<RecordOperations, Reindexer.Batch> step) {
        return retrying.sweep("repair of index " + index.index() + " in collection " + index.collection(), step)
                .reindexed();
    }

    /**
     * Brings in what is missing in the transaction of the operations.
     *
     * @throws IndexNotReadyException if it is too much
     */
    void within(RecordOperations operations, Set<Needed> needed) {
        for (Needed index : needed) {
            Reindexer.Batch batch = collections
                    .reindexer(index.collection())
                    .batch(operations, index.index(), Optional.empty(), DOCUMENTS);
            if (batch.reindexed() == DOCUMENTS) {
                throw new IndexNotReadyException(index.collection(), index.index());
            }
        }
    }
}
