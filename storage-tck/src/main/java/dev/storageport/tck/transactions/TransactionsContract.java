// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.transactions;

import dev.storageport.tck.harness.Contract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The chapter on transactions. Several operations as one, and what transactions at the same time may see of each other. Extend it to run
 * it alone.
 */
@Tag("transactions")
public abstract class TransactionsContract extends Contract {

    /** For subclasses. */
    protected TransactionsContract() {}

    @Nested
    final class AbortedTransaction extends AbortedTransactionRules {}

    @Nested
    final class Anomaly extends AnomalyRules {}

    @Nested
    final class ContendedTransaction extends ContendedTransactionRules {}

    @Nested
    final class Contention extends ContentionRules {}

    @Nested
    final class Deadline extends DeadlineRules {}

    @Nested
    final class Isolation extends IsolationRules {}

    @Nested
    final class ReadOnly extends ReadOnlyRules {}

    @Nested
    final class RealTime extends RealTimeRules {}

    @Nested
    final class SingleOperation extends SingleOperationRules {}

    @Nested
    final class Skew extends SkewRules {}

    @Nested
    final class StandbyRead extends StandbyReadRules {}

    @Nested
    final class Transaction extends TransactionRules {}
}
