// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storageport.port.Catalog;
import dev.storageport.port.Filter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit notices ports that are wrong about single documents, keys, times, revisions, JSON and opening. */
final class BrokenDocumentsTest {

    @TempDir
    private Path reports;

    @ParameterizedTest
    @MethodSource
    void brokenPort_fails(BrokenPort broken) {
        broken.assertNoticed(reports);
    }

    static Stream<BrokenPort> brokenPort_fails() {
        return Stream.of(new BrokenPort(
                "empties its collections when opened", "LIFE-1", port -> new ForwardingPort(port) {
                    @Override
                    public void prepare(Catalog catalog) {
                        super.prepare(catalog);
                        catalog.collections().forEach(collection -> delete(collection, new Filter.All()));
                    }
                }));
    }

    @Test
    void unbrokenPort_passesEverything() {
        KitRun run = KitRun.ofAll(ForwardingPort::new, reports);
        assertThat(run.results()).isNotEmpty();
        assertThat(run.failures()).isEmpty();
    }
}
