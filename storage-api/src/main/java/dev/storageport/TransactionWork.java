// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/**
 * What {@link Storage#transact} runs. It may run again after a conflict, so its effects outside the transaction must bear that.
 *
 * @param <R> what it returns
 * @param <X> what it may throw; {@link RuntimeException} if it declares nothing
 */
@FunctionalInterface
public interface TransactionWork<R, X extends Exception> {

    /**
     * Does the work. Returning commits, throwing rolls back.
     *
     * @param transaction valid on this thread until this method ends
     * @throws X whatever the application throws; it reaches the caller of {@code transact} unchanged
     */
    R run(Transaction transaction) throws X;

    /**
     * Work without a result.
     *
     * @param <X> what it may throw
     */
    @FunctionalInterface
    interface WithoutResult<X extends Exception> {

        /**
         * Does the work. Returning commits, throwing rolls back.
         *
         * @param transaction valid on this thread until this method ends
         * @throws X whatever the application throws; it reaches the caller unchanged
         */
        void run(Transaction transaction) throws X;
    }
}
