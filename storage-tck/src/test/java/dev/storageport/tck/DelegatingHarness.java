// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.port.StoragePort;
import dev.storageport.tck.harness.StorageHarness;
import java.util.function.UnaryOperator;

/** A harness that hands everything on, with something around each port; a broken one overrides the one thing it does wrong. */
class DelegatingHarness implements StorageHarness {

    private final StorageHarness harness;
    private final UnaryOperator<StoragePort> around;

    DelegatingHarness(StorageHarness harness, UnaryOperator<StoragePort> around) {
        this.harness = harness;
        this.around = around;
    }

    @Override
    public StoragePort port() {
        return around.apply(harness.port());
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
