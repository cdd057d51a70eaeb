// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

/**
 * A connection was closed that could have been used on if all were well.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param reason why
 */
public record ConnectionDiscarded(String backend, Reason reason) {

    /** Why a connection is not used on. */
    public enum Reason {
        /** It was found broken: the server or the network ended it, or it answers no more. */
        BROKEN,
        /** The thread that used it was interrupted. */
        INTERRUPTED,
        /** It may be in the middle of something: an error of the JVM, or a transaction that could not be rolled back. */
        UNCERTAIN
    }
}
