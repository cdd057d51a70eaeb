// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.connection;

import dev.storageport.port.Quoted;
import dev.storageport.postgres.internal.cluster.Hosts;
import dev.storageport.postgres.internal.security.Password;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A server that we connect to ourselves, and how many connections there may be.
 *
 * @param hosts in the order in which they are tried
 * @param password asked for each session anew
 * @param driverProperties further properties of the driver, all of them allowed
 * @param behindPooler whether each transaction may run on another session of the server
 * @param readers for how many reads of single records at once there may be connections
 * @param outageTimeout how long to wait for a server that refuses connections
 */
public record ServerOptions(
        List<InetSocketAddress> hosts,
        String database,
        String user,
        Password password,
        Map<String, String> driverProperties,
        Duration connectTimeout,
        String applicationName,
        boolean behindPooler,
        int poolSize,
        int readers,
        Duration poolTimeout,
        Duration outageTimeout,
        SessionSettings session) {

    public static final String HIDDEN = "***";

    /** Returns hosts and database, as messages name them. */
    public String where() {
        return "PostgreSQL at " + addresses() + ", database " + shown(database);
    }

    /** Returns the hosts with their ports, as a URL writes them. */
    public String addresses() {
        return Hosts.text(hosts);
    }

    /** Returns a user's or database's name, of which what follows a colon may be a password. */
    public static String shown(String name) {
        int colon = name.indexOf(':');
        int at = name.lastIndexOf('@');
        return Quoted.text(
                colon < 0 ? name : name.substring(0, colon + 1) + HIDDEN + (at < colon ? "" : name.substring(at)));
    }

    /** Returns hosts and database, and no password. */
    @Override
    public String toString() {
        return where();
    }
}
