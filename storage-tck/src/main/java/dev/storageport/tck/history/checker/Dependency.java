// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.history.checker;

/**
 * Of two transactions, one comes before the other in every serial order.
 *
 * @param from the transaction that comes first, by its place in the history
 * @param to the other one
 * @param kind why
 * @param reason why, for people
 */
record Dependency(int from, int to, Kind kind, String reason) {

    enum Kind {
        /** The second appended behind what the first had appended. */
        WW,
        /** The second saw what the first had appended. */
        WR,
        /** The first did not see what the second appended. */
        RW,
        /** The first had ended before the second began. */
        REALTIME
    }
}
