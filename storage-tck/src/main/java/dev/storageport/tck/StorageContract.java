// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every rule of {@code CONTRACT.md} that can be proven from outside a backend. Extend it, supply a harness, run it with JUnit.
 *
 * <pre>{@code
 * class MyStorageContractTest extends StorageContract {
 *     @Override
 *     protected StorageHarness harness() {
 *         return new MyHarness();
 *     }
 * }
 * }</pre>
 */
@ExtendWith(RuleRecorder.class)
@SuppressWarnings("exports") // the topics and the recorder are nobody's to name; JUnit finds their tests here
public abstract class StorageContract
        implements // the comments keep one topic on a line
                AbortedTransactionRules, //
                AnomalyRules, //
                AttributeRules, //
                BatchRules, //
                ConcurrencyRules, //
                ConditionRules, //
                ContentRules, //
                ContentionRules, //
                CountRules, //
                DamagedContentRules, //
                DeadlineRules, //
                DeclarationRules, //
                DefaultsRules, //
                DefinitionRules, //
                DeleteRules, //
                DocumentRules, //
                DurabilityRules, //
                EvolutionRules, //
                ExactTextRules, //
                ExplainRules, //
                FailureRules, //
                FindRules, //
                GrowthRules, //
                HealthRules, //
                HistoryRules, //
                IndexBuildRules, //
                IndexOrderRules, //
                IndexRules, //
                IndexValueRules, //
                InterruptionRules, //
                IsolationRules, //
                JsonRules, //
                LifecycleRules, //
                LimitedDeleteRules, //
                ManyCallersRules, //
                ManyValueRules, //
                MappingRules, //
                NumberRules, //
                OrderRules, //
                OutageRules, //
                PageChangeRules, //
                PageRules, //
                PresenceRules, //
                PruneRules, //
                RangeRules, //
                RankingRules, //
                ReadOnlyRules, //
                RealTimeRules, //
                RevisionRules, //
                RollingConcurrencyRules, //
                RollingRules, //
                SameRules, //
                ScanRules, //
                SchemaModeRules, //
                SchemaRules, //
                SearchRules, //
                SearchTextRules, //
                SingleOperationRules, //
                SkewRules, //
                SummaryRules, //
                TextRules, //
                TimeRules, //
                TransactionRules, //
                UniqueGrowthRules, //
                UpgradeRules, //
                WaitingRules {

    private Workbench bench;

    /** For subclasses. */
    protected StorageContract() {}

    /** Returns a harness on an empty database; called before each test. */
    protected abstract StorageHarness harness();

    /** Returns the tools of the running test. */
    @Override
    public final Workbench bench() {
        return bench;
    }

    @BeforeEach
    final void openBench() {
        bench = new Workbench(this::harness);
    }

    @AfterEach
    final void closeBench() {
        bench.close();
    }
}
