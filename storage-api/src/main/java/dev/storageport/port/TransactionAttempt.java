// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/**
 * One try at running a transaction. The library tries again after a conflict; a backend may see to it then that this try gets through,
 * for instance by waiting for its turn first.
 *
 * @param number 1 for the first try of this work, one more after each conflict
 */
public record TransactionAttempt(int number) {

    /** The first try. */
    public static final TransactionAttempt FIRST = new TransactionAttempt(1);

    /** Refuses a number below 1. */
    public TransactionAttempt {
        if (number < 1) {
            throw new IllegalArgumentException("attempts are counted from 1");
        }
    }

    /** Returns whether an earlier try of the same work met a conflict. */
    public boolean isRepeated() {
        return number > 1;
    }
}
