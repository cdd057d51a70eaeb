// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

/** Where the reads of a collection go that are no part of a transaction. */
public enum ReadPreference {
    /** To the server that is written to, or to the only one there is: every read sees the latest state. */
    PRIMARY,
    /**
     * To a standby, where the backend has one. A read shows all that this storage has written, read, or {@linkplain
     * Storage#advanceTo(String) been told of} before; of what others write, what the standby has by then. A standby that is not that far
     * within {@link StorageOptions#standbyWait()}, that fails, or that is not there, is not waited for: the read goes to the primary.
     */
    STANDBY
}
