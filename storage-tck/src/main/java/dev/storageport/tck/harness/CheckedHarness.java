// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.port.StoragePort;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A harness whose ports are checked. */
final class CheckedHarness implements StorageHarness {

    private final StorageHarness harness;
    private final AtomicReference<@Nullable AssertionError> first;

    /**
     * Wraps a harness.
     *
     * @param first takes the first breach of its ports
     */
    CheckedHarness(StorageHarness harness, AtomicReference<@Nullable AssertionError> first) {
        this.harness = harness;
        this.first = first;
    }

    @Override
    public StoragePort port() {
        return new CheckedPort(harness.port(), first);
    }

    @Override
    public String path() {
        return harness.path();
    }

    @Override
    public void breakConnections() {
        harness.breakConnections();
    }

    @Override
    public void close() {
        harness.close();
    }
}
