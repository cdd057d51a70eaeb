// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.SchemaMode;
import dev.storageport.port.Catalog;
import dev.storageport.port.StandbyReads;
import dev.storageport.tck.harness.ForwardingPort;
import java.time.Duration;
import java.util.Optional;

/** A port that is prepared only when it has found its standby, so that the first read can go there. */
final class FoundStandbyPort extends ForwardingPort {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Optional<StandbyReads> standby;

    FoundStandbyPort(PostgresPort port) {
        super(port);
        this.standby = port.standbyReads();
    }

    @Override
    public Catalog prepare(Catalog catalog, SchemaMode mode) {
        Catalog added = super.prepare(catalog, mode);
        long begun = System.nanoTime();
        while (!standby.orElseThrow().available()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new AssertionError("no standby was found within " + PATIENCE);
            }
            Thread.onSpinWait();
        }
        return added;
    }
}
