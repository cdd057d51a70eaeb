// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.standby;

import dev.storageport.StorageException;
import dev.storageport.port.LogPosition;
import dev.storageport.port.PortEvents;
import dev.storageport.postgres.internal.connection.ServerOptions;
import dev.storageport.postgres.internal.statement.CollectionSql;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for a standby among the hosts, one after another. */
public final class StandbyFinder {

    private static final Logger LOG = LoggerFactory.getLogger(StandbyFinder.class);

    private final StandbyOptions options;
    private final Supplier<Map<String, CollectionSql>> collections;
    private final PortEvents events;

    /**
     * Creates it.
     *
     * @param collections the statements of collections, by name
     * @param events who is told of connections
     */
    public StandbyFinder(StandbyOptions options, Supplier<Map<String, CollectionSql>> collections, PortEvents events) {
        this.options = options;
        this.collections = collections;
        this.events = events;
    }

    /**
     * Returns a standby of the database that can be read; empty if there is none now. The caller closes it.
     *
     * @param floor what its reads have to show
     */
    Optional<Standby> find(String database, Optional<LogPosition> floor) {
        for (ServerOptions host : options.hosts()) {
            try {
                return Optional.of(standby(host, database, floor));
            } catch (SQLException | StorageException none) {
                LOG.debug("{}: no standby to read from there", host.where(), none);
            }
        }
        return Optional.empty();
    }

    private Standby standby(ServerOptions host, String database, Optional<LogPosition> floor) throws SQLException {
        StandbyConnections connections = StandbyConnections.open(host, database, options.poolSize(), events);
        try {
            return new Standby(connections, host.session(), host.readers(), collections, floor);
        } catch (RuntimeException | Error failed) {
            connections.close();
            throw failed;
        }
    }
}
