// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.event;

/**
 * A read-through could not use its storage. Whether callers were served all the same is for its policy to say.
 *
 * @param backend the backend's name, for instance {@code PostgreSQL}
 * @param collection the name of the collection that was to be read or written, that of the leases or absences too
 * @param access what was tried
 * @param failure what the storage threw, the very object
 */
public record ReadThroughStoreFailed(String backend, String collection, Access access, Throwable failure) {

    /** What is done with a storage. */
    public enum Access {
        /** Reading what is stored, or known to be absent. */
        READ,
        /** Storing what was loaded. */
        WRITE,
        /** Agreeing with other processes on who loads. */
        LEASE
    }
}
