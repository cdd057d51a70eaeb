// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

import java.time.Duration;
import java.util.Optional;

/**
 * Reads from a copy of the database that follows it and may be behind. Any number of threads may use it. It never waits beyond its bounds, and
 * what it cannot do, the library does on the port itself.
 */
public interface StandbyReads {

    /**
     * Returns {@link LogPosition#database()} of every position of this database, once the port is prepared. Always the same; a backend may ask
     * the database the first time.
     *
     * @throws dev.storageport.StorageUnavailableException if the database would have to be asked, and cannot be reached
     */
    String database();

    /**
     * Returns whether there is a standby to read from now, as far as is known; no I/O. A backend that connects only when it is asked begins to
     * do so here, and does not wait for it.
     */
    boolean available();

    /**
     * Asks the database itself for a position that is at least that of everything that was committed, or seen committed on this port, before
     * this call.
     *
     * @param seen a position that must not be lost sight of; empty if there is none
     * @return the later one of the two; but if {@code seen} is behind the end of the log, what it speaks of is lost, and does not count
     * @throws dev.storageport.StorageUnavailableException if the database cannot be reached
     */
    LogPosition position(Optional<LogPosition> seen);

    /**
     * Waits until a standby has come to a position.
     *
     * @param atLeast a position of this database
     * @param atMost how long to wait for that; a connection may take a little longer
     * @return what reads on the standby, each call atomic by itself and from a snapshot that is taken then, at the position or later, and never
     *     before one that an earlier read of this port has seen on any standby; empty if no standby came so far in time. It writes nothing.
     *     What fails there may be asked of the port itself. A cursor holds a connection until it is closed
     */
    Optional<RecordOperations> reaching(LogPosition atLeast, Duration atMost);
}
