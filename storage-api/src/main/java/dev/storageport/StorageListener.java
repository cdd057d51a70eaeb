// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import dev.storageport.event.BatchEnded;
import dev.storageport.event.CheckpointEnded;
import dev.storageport.event.ConnectEnded;
import dev.storageport.event.ConnectionDiscarded;
import dev.storageport.event.IndexBuildAdvanced;
import dev.storageport.event.OperationEnded;
import dev.storageport.event.ReadThroughEnded;
import dev.storageport.event.ReadThroughStoreFailed;
import dev.storageport.event.RefreshAdvanced;
import dev.storageport.event.RetentionEnded;
import dev.storageport.event.SpaceChanged;
import dev.storageport.event.StandbyReadEnded;
import dev.storageport.event.StorageClosed;
import dev.storageport.event.StorageOpened;
import dev.storageport.event.TransactionEnded;
import dev.storageport.event.WaitEnded;

/**
 * Is told what a storage does, for figures, logs and traces; set by {@link StorageOptions.Builder#listener}. Each method does nothing
 * unless it is overridden, and a method that is added one day does so too.
 *
 * <p>It only listens: nothing it does changes what an operation returns or throws. What it throws, whatever that is, is logged once for
 * each type, by the type alone, and otherwise forgotten; the other listeners are told all the same.
 *
 * <p>Threads: of operations, transactions, opening, closing and indexes it is told by the thread that called the library, when the outcome
 * is known and nothing of the library is locked or lent any more, except that an operation of a transaction is told of inside it, which
 * lasts longer for that. Of waits, connections, batches, the log and the disk it is told by any thread, also the library's own, under no
 * lock of the library; such a thread may hold a connection or the writer, so that others wait for what a listener does. So a method is to
 * return in microseconds, is called by many threads at once, and does not call the storage ({@link #opened} may).
 *
 * <p>Order: of what one thread does it is told in that order; of what several do, in any. The last events of a storage may come after
 * {@link #closed}, from threads that hung when it was closed.
 */
public interface StorageListener {

    /** An operation on a collection ended. */
    default void operationEnded(OperationEnded ended) {}

    /** A transaction ended. Its operations were told of before. */
    default void transactionEnded(TransactionEnded ended) {}

    /** A caller waited for others and waits no more. */
    default void waitEnded(WaitEnded ended) {}

    /** A connection was opened or could not be. */
    default void connectEnded(ConnectEnded ended) {}

    /** A connection is not used on. */
    default void connectionDiscarded(ConnectionDiscarded discarded) {}

    /** A step of the database for one caller or several ended. */
    default void batchEnded(BatchEnded ended) {}

    /** A checkpoint of the log of writes ended. */
    default void checkpointEnded(CheckpointEnded ended) {}

    /** The disk became full, or has room again. */
    default void spaceChanged(SpaceChanged changed) {}

    /** A read that prefers a standby was answered there, or goes to the primary; told before that answers. */
    default void standbyReadEnded(StandbyReadEnded ended) {}

    /** The building of an index got on by a batch. Interrupting the thread, or closing the storage, stops the building. */
    default void indexBuildAdvanced(IndexBuildAdvanced advanced) {}

    /** A read-through served a caller, or did not. */
    default void readThroughEnded(ReadThroughEnded ended) {}

    /** A refresh in the background of a read-through got on by a step. */
    default void refreshAdvanced(RefreshAdvanced advanced) {}

    /** A read-through could not use its storage. */
    default void readThroughStoreFailed(ReadThroughStoreFailed failed) {}

    /**
     * The storage is open. Events of opening it came before.
     *
     * @param storage the storage, to ask it for figures later; usable now
     */
    default void opened(Storage storage, StorageOpened opened) {}

    /** The storage is closed. */
    default void closed(StorageClosed closed) {}

    /** A run of retention is through with a collection; told by the thread that ran it. */
    default void retentionEnded(RetentionEnded ended) {}
}
