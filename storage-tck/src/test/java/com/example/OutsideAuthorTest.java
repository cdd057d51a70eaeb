// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.StorageContract;
import dev.storageport.tck.harness.StorageHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The kit runs in a package that is not its own, as its README shows. */
final class OutsideAuthorTest {

    private static final Path SOURCE = Path.of("src/test/java/com/example/OutsideAuthorTest.java");

    @TempDir
    private Path reports;

    @Test
    void rule_underAuthorsClass_runsAndIsRecorded() {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(MyStorageContractTest.class))
                                .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(
                                        test.getDisplayName().equals("LIFE-1 open_again_findsDocuments")))
                                .configurationParameter("storage.tck.report", reports.toString())
                                .build(),
                        summary);
        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(1);
        assertThat(reports.resolve("MyStorageContractTest.tsv"))
                .content()
                .contains("LIFE-1\topen_again_findsDocuments\tpassed\n");
    }

    @Test
    void readme_showsThisExample() throws IOException {
        String source = Files.readString(SOURCE);
        String example = source.substring(
                source.lastIndexOf("    static final class MyStorageContractTest"), source.lastIndexOf('}'));
        String shown = example.stripTrailing().stripIndent().replaceFirst("static final ", "");
        assertThat(Path.of("README.md")).content().contains("```java\n" + shown + "\n```");
    }

    static final class MyStorageContractTest extends StorageContract {

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
}
