// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.port.RecordOperations;
import dev.storageport.port.Scan;
import dev.storageport.port.StoredRecord;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where the operations of a collection run: each for itself, or all in one transaction. */
interface Session {

    /** Returns the time that writes of this moment carry. */
    Instant now();

    /**
     * Runs one operation.
     *
     * @param arguments checks and prepares what the caller gave; runs once, and its failure is the operation's
     * @param work may run again after a conflict
     */
    <A, R> R call(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work);

    /**
     * Checks and prepares what the caller gave for an operation whose steps follow, each by a call of its own; its failure is the operation's.
     */
    <A> A prepared(Operation operation, Supplier<A> arguments);

    /** Runs one operation of several steps, all of them in one transaction; otherwise as {@link #call}. */
    <A, R> R atomically(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work);

    /**
     * Runs one operation that looks for records and then writes some of them at the revision that it saw, in one transaction. What it looks
     * through may be older than what it writes to; otherwise as {@link #call}.
     */
    <A, R> R sweep(Operation operation, Supplier<A> arguments, BiFunction<RecordOperations, A, R> work);

    /**
     * Opens a scan that outlives the call; it must be closed.
     *
     * @param row makes a row of a record; its failure is one of the operation
     */
    <R> RowIterator<R> open(Operation operation, Supplier<Scan> scan, Function<StoredRecord, R> row);

    /** Returns where the operations run that only read; inside a transaction that is the transaction, whatever is preferred. */
    default Session reading(ReadPreference preference) {
        return this;
    }
}
