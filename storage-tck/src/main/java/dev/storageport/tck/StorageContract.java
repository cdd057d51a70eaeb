// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.tck.concurrency.ConcurrencyContract;
import dev.storageport.tck.differential.DifferentialContract;
import dev.storageport.tck.documents.DocumentsContract;
import dev.storageport.tck.freshness.FreshnessContract;
import dev.storageport.tck.harness.Contract;
import dev.storageport.tck.harness.StorageHarness;
import dev.storageport.tck.history.HistoryContract;
import dev.storageport.tck.lifecycle.LifecycleContract;
import dev.storageport.tck.queries.QueriesContract;
import dev.storageport.tck.retention.RetentionContract;
import dev.storageport.tck.schema.SchemaContract;
import dev.storageport.tck.transactions.TransactionsContract;
import dev.storageport.tck.values.ValuesContract;
import org.junit.jupiter.api.Nested;

/**
 * Every rule of {@code CONTRACT.md} that can be proven from outside a backend, chapter by chapter. Extend it, supply a harness, run it with
 * JUnit.
 *
 * <pre>{@code
 * class MyStorageContractTest extends StorageContract {
 *     @Override
 *     protected StorageHarness harness() {
 *         return new MyHarness();
 *     }
 * }
 * }</pre>
 *
 * <p>Each chapter is a class of its own, which can be extended instead, and a JUnit tag by which it can be chosen.
 */
public abstract class StorageContract extends Contract {

    /** For subclasses. */
    protected StorageContract() {}

    @Nested
    final class Documents extends DocumentsContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }

    @Nested
    final class Values extends ValuesContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }

    @Nested
    final class Queries extends QueriesContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }

    @Nested
    final class Schema extends SchemaContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }

    @Nested
    final class Transactions extends TransactionsContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }

    @Nested
    final class Concurrency extends ConcurrencyContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }

    @Nested
    final class Lifecycle extends LifecycleContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }

    @Nested
    final class Freshness extends FreshnessContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }

    @Nested
    final class Retention extends RetentionContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }

    @Nested
    final class Differential extends DifferentialContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }

    @Nested
    final class History extends HistoryContract {
        @Override
        protected StorageHarness harness() {
            return StorageContract.this.harness();
        }
    }
}
