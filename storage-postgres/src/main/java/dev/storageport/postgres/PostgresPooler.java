// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

/** What stands between this process and the server. */
public enum PostgresPooler {
    /** Nothing, or a pooler that gives each client a server connection of its own. */
    NONE,
    /**
     * A pooler that changes the server connection with each transaction, as PgBouncer does in transaction mode: no prepared
     * statement and no setting outlives a transaction, so each operation sets what it needs at the price of two more round trips.
     */
    TRANSACTION
}
