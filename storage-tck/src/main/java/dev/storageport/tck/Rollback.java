// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storageport.Storage;
import dev.storageport.TransactionWork;

/** Transactions that come to nothing. */
final class Rollback {

    private Rollback() {}

    /** Runs the work in a transaction that rolls back when the work is done. */
    static void of(Storage storage, TransactionWork.WithoutResult<RuntimeException> work) {
        IllegalStateException rollback = new IllegalStateException("roll back");
        assertThatThrownBy(() -> storage.transactWithoutResult(transaction -> {
                    work.run(transaction);
                    throw rollback;
                }))
                .as("what a transaction throws that rolls back")
                .isSameAs(rollback);
    }
}
