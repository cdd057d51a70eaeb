// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.port.StoragePort;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A harness that hands everything on, with something around each port. */
public class ForwardingHarness implements StorageHarness {

    private final StorageHarness harness;
    private final UnaryOperator<StoragePort> around;

    /** Hands ports to what the function makes of them. */
    public ForwardingHarness(StorageHarness harness, UnaryOperator<StoragePort> around) {
        this.harness = harness;
        this.around = around;
    }

    @Override
    public StoragePort port() {
        return around.apply(harness.port());
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
    public Optional<StandbyScript> standby() {
        return harness.standby();
    }

    @Override
    public void close() {
        harness.close();
    }
}
