// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.ExecutionPath;
import dev.storageport.tck.harness.StorageHarness;
import dev.storageport.tck.values.ValuesContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The kit runs in a package that is not its own, as its README shows. */
final class OutsideAuthorTest {

    @TempDir
    private Path reports;

    @Test
    void rule_underAuthorsClass_runsAndIsRecorded() {
        PostDiscoveryFilter one =
                test -> FilterResult.includedIf(test.getDisplayName().equals("LIFE-1 open_again_findsDocuments"));
        assertThat(run(Shown.MyStorageContractTest.class, one).getTestsSucceededCount())
                .isEqualTo(1);
        assertThat(reports.resolve("MyStorageContractTest.tsv"))
                .content()
                .contains("LIFE-1\topen_again_findsDocuments\tpassed\n");
    }

    @Test
    void rule_onAnotherPath_runs() {
        PostDiscoveryFilter one =
                test -> FilterResult.includedIf(test.getDisplayName().equals("LIFE-1 open_again_findsDocuments"));
        assertThat(run(Shown.MyTransactionPathTest.class, one).getTestsSucceededCount())
                .isEqualTo(1);
    }

    @Test
    void chapter_chosenByTag_runsAloneAndIsRecordedUnderAuthorsClass() throws IOException {
        TestExecutionSummary summary = run(Shown.MyStorageContractTest.class, TagFilter.includeTags("values"));
        assertThat(summary.getTestsFailedCount()).isZero();
        assertThat(rules("MyStorageContractTest.tsv")).isEqualTo(Set.of("JSON", "NUM", "TEXT", "TIME"));
    }

    @Test
    void chapter_extendedAlone_runs() throws IOException {
        TestExecutionSummary summary = run(MyValuesTest.class);
        assertThat(summary.getTestsFailedCount()).isZero();
        assertThat(rules("MyValuesTest.tsv")).isEqualTo(Set.of("JSON", "NUM", "TEXT", "TIME"));
    }

    private TestExecutionSummary run(Class<?> test, Filter<?>... filters) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(test))
                                .filters(filters)
                                .configurationParameter("storage.tck.report", reports.toString())
                                .build(),
                        summary);
        return summary.getSummary();
    }

    /** Returns the sections of the contract that a file of results names. */
    private Set<String> rules(String file) throws IOException {
        return Files.readAllLines(reports.resolve(file)).stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf('-')))
                .collect(Collectors.toSet());
    }

    static final class MyValuesTest extends ValuesContract {

        @Override
        protected StorageHarness harness() {
            return new Shown.MyStorageContractTest().harness();
        }
    }

    /** What the README shows. Classes of an interface are static without saying so, as those in a file of their own. */
    interface Shown {

        // tag::contract[]
        class MyStorageContractTest extends StorageContract {

            @Override
            protected StorageHarness harness() {
                FakeDatabase database = new FakeDatabase(); // an empty one, made for one test

                return new StorageHarness() {
                    @Override
                    public StoragePort port() {
                        return FakeStorage.port(database);
                    }

                    @Override
                    public void breakConnections() {
                        database.faults().failNext(2);
                    }

                    @Override
                    public void close() {
                        // drop the database here
                    }
                };
            }
        }
        // end::contract[]

        class MyHarness implements StorageHarness {

            private final FakeDatabase database = new FakeDatabase();

            @Override
            public StoragePort port() {
                return FakeStorage.port(database);
            }

            @Override
            public void breakConnections() {
                database.faults().failNext(2);
            }

            @Override
            public void close() {}
        }

        // tag::path[]
        class MyTransactionPathTest extends StorageContract {

            @Override
            protected StorageHarness harness() {
                return ExecutionPath.TRANSACTION.of(new MyHarness());
            }
        }
        // end::path[]
    }
}
