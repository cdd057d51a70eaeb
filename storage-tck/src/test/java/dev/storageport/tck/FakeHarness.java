// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck;

import dev.storageport.fake.FakeDatabase;
import dev.storageport.fake.FakeStorage;
import dev.storageport.port.StoragePort;
import dev.storageport.tck.harness.StandbyScript;
import dev.storageport.tck.harness.StorageHarness;
import java.util.Optional;

/** The fake's database, for as long as a test needs it. */
public final class FakeHarness implements StorageHarness {

    /** Operations that meet a connection broken before them. */
    private static final int BROKEN = 4;

    private final FakeDatabase database = new FakeDatabase();
    private boolean standbyStarted;

    @Override
    public StoragePort port() {
        return FakeStorage.port(database);
    }

    @Override
    public void breakConnections() {
        database.faults().failNext(BROKEN);
    }

    @Override
    public Optional<StandbyScript> standby() {
        if (!standbyStarted) {
            standbyStarted = true;
            database.standby().start();
        }
        return Optional.of(new StandbyScript() {
            @Override
            public void pause() {
                database.standby().pause();
            }

            @Override
            public void resume() {
                database.standby().resume();
            }

            @Override
            public void end() {
                database.standby().stop();
            }
        });
    }

    @Override
    public void close() {
        // nothing outlives the last reference to the database
    }
}
