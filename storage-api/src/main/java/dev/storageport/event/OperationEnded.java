// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

import java.time.Duration;
import java.util.Optional;

/**
 * A method of a collection returned or threw. Documents and bytes are those of the attempt that succeeded; both are 0 if none did.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param collection the name of the collection
 * @param operation the name of the method, for instance {@code get}. What works in batches ({@code deleteInBatches}, {@code upgradeAll})
 *     is told of batch by batch; a {@code stream} when it is closed
 * @param inTransaction whether it was part of a transaction, which may still roll back and is told of by itself
 * @param failure what it threw, the very object; empty if it returned
 * @param attempts how often it was tried, 1 where nothing was repeated; 0 if it was refused before the first try
 * @param duration how long the caller waited for it, all attempts and the pauses between them; of a stream, from opening to closing
 * @param documentsRead how many documents it read
 * @param documentsWritten how many documents it inserted, changed or deleted; those are not counted that it left as they were
 * @param bytes the size of what it read and wrote: JSON, in bytes where it is written, and where it is read in characters as the database
 *     gives them, which on PostgreSQL are some blanks more; and contents as they are stored
 */
public record OperationEnded(
        String backend,
        String collection,
        String operation,
        boolean inTransaction,
        Optional<Throwable> failure,
        int attempts,
        Duration duration,
        long documentsRead,
        long documentsWritten,
        long bytes) {

    /** Returns whether it returned. */
    public boolean succeeded() {
        return failure.isEmpty();
    }
}
