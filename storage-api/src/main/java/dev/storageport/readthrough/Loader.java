// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.readthrough;

/**
 * Asks the source for one value. Called by the thread that needs the value, or by one that refreshes; for different keys by many at once, for
 * one key by one at a time. May call anything, also the storage; it is called outside of any transaction.
 *
 * @param <T> the type of the values
 */
@FunctionalInterface
public interface Loader<T> {

    /**
     * Returns what the source has for the key.
     *
     * @throws Exception anything; each caller that waits for the value gets a {@link dev.storageport.LoadFailedException} with it as the
     *     cause, or what is stored, as the policy says. An {@link InterruptedException}, or any exception while the thread is interrupted,
     *     ends the waiting of this thread alone
     */
    Loaded<T> load(LoadRequest<T> request) throws Exception;
}
