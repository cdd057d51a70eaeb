// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.PoolStatus;
import dev.storageport.ServerStatus;
import dev.storageport.StorageException;
import dev.storageport.port.PortEvents;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Where connections come from. Failures arrive as kinds of {@link dev.storageport.StorageException}. */
public interface Connections {

    /** Returns what looks at each session before it is used. */
    SessionCheck check();

    /** Returns who is told what happens to connections and what they are for. */
    PortEvents events();

    /** Returns what operators want to know of how they are made, by the names of the options; no secret. */
    Map<String, String> settings();

    /** Connects for the first time. */
    void open();

    /** Returns a connection that the caller closes, in autocommit mode. */
    Connection take();

    /** Returns one for a single statement that reads single records, each for another caller; it may be read committed. */
    Connection takeForRead();

    /**
     * Returns a connection that does not count against those in use, for work that another connection waits for; the caller closes it.
     * Empty if there is none to be had now.
     */
    Optional<Connection> beside();

    /**
     * Returns a connection for a look at the server, which the caller closes; it comes from no pool that may be empty, if there is a choice.
     *
     * @throws StorageException why there is none; a time-out says that nothing is known within the bound
     */
    Connection forHealth(Duration atMost);

    /** Ends a connection in whose driver something has failed half-way, and does not wait for that. It is not closed otherwise. */
    void discard(Connection connection);

    /** Takes note that a connection broke, so others that are idle may be broken as well. */
    void lost();

    /** Counts these among those that wait for a connection, because they will ask for one when their turn comes. */
    void alsoWaiting(IntSupplier callers);

    /** Returns the state of the pool, if there is one and it is ours. */
    Optional<PoolStatus> status();

    /** Returns the servers that connections lead to, the primary first; empty if they are not ours to know, or none was found yet. */
    List<ServerStatus> servers();

    /** Returns whether another server is to be found when the primary is gone. */
    boolean severalServers();

    /** Returns server and database, as messages name them. */
    String where();

    /** Frees what was opened here; safe to call twice. */
    void close();
}
