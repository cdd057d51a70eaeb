// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.sqlite.internal.transaction;

import dev.storageport.StorageException;
import dev.storageport.port.PortEvents;
import dev.storageport.sqlite.internal.connection.Database;
import dev.storageport.sqlite.internal.connection.DatabaseConnection;
import dev.storageport.sqlite.internal.connection.Reserve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the disk is full.
 *
 * <pre>
 *   a put fails                       nothing else happens
 *   a deletion fails                  the reserve is given up, and it is repeated: now there is room for it
 *   the reserve is given up           only deletions are accepted, or puts would take their room; whoever writes next first gives free
 *                                     pages back to the disk, and makes the reserve anew as soon as it has room for it twice
 * </pre>
 */
final class FullDisk {

    private static final Logger LOG = LoggerFactory.getLogger(FullDisk.class);

    private final String database;
    private final PortEvents events;
    private final Reserve reserve;
    private final FreeSpace space;
    private volatile boolean reserveSpent;

    FullDisk(Database database, Reserve reserve, FreeSpace space) {
        this.database = database.name();
        this.events = database.events();
        this.reserve = reserve;
        this.space = space;
    }

    /** Gives the reserve up for a deletion that had no room; returns whether there was one. */
    boolean makeRoom() {
        if (!reserve.giveUp()) {
            return false;
        }
        reserveSpent = true;
        LOG.warn(
                "{}: the disk is full; the reserve is given up, and only deletions are accepted until it is back",
                database);
        events.space(true);
        return true;
    }

    boolean isReserveSpent() {
        return reserveSpent;
    }

    /** Is called by each user of the writer before it begins, on its connection, which is in no transaction. */
    void begins(DatabaseConnection connection) {
        if (!reserveSpent) {
            connection.refuseGrowth(false);
            return;
        }
        giveBack(connection);
        if (reserve.makeAgain()) {
            reserveSpent = false;
            LOG.info("{}: the disk has room again, and the reserve is back", database);
            events.space(false);
        }
        connection.refuseGrowth(reserveSpent);
    }

    private void giveBack(DatabaseConnection connection) {
        try {
            space.giveMany(connection);
        } catch (StorageException stillFull) {
            LOG.debug("{}: nothing could be given back yet", database, stillFull);
        }
    }
}
