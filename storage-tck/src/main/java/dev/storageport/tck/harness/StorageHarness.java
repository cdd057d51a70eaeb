// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.tck.harness;

import dev.storageport.port.StoragePort;
import java.util.Optional;

/** What the kit needs to know of a backend. A new one is made for each test, on a database that is empty. */
public interface StorageHarness extends AutoCloseable {

    /**
     * Returns a new port on the harness's database, not yet prepared. The first one finds the database empty, later ones find what
     * earlier ones left; several may be open at once. The kit closes them.
     */
    StoragePort port();

    /**
     * Breaks every connection that ports of this harness hold now, as a restart of the server would. Ports stay open and are
     * expected to recover; their next operations may fail with a typed error. A transaction under way must not get through: a database
     * without connections lets it fail in their stead, or the next operations, as the fake does. The kit notices if nothing breaks.
     */
    void breakConnections();

    /**
     * Returns the hold on a standby of this harness's database, which is started if it does not run yet; the same each time. Empty if the
     * backend has no standbys, or this harness none: what is read from standbys is then read from the database itself.
     */
    default Optional<StandbyScript> standby() {
        return Optional.empty();
    }

    /** Returns the name of the path that its ports take, for the report; see {@link ExecutionPath}. */
    default String path() {
        return ExecutionPath.DIRECT.name();
    }

    /** Removes the database; called when every port is closed. */
    @Override
    void close();
}
