// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres.internal.standby;

import dev.storageport.postgres.internal.connection.ServerOptions;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where standbys may be, and how many connections there may be to one.
 *
 * @param server the hosts, of which the primary may be one, and all else that holds for connections
 * @param poolSize how many connections; positive
 */
public record StandbyOptions(ServerOptions server, int poolSize) {

    /** Returns each host by itself, in an order that differs from one process to another, so that they do not all read one standby. */
    List<ServerOptions> hosts() {
        List<InetSocketAddress> shuffled = new ArrayList<>(server.hosts());
        Collections.shuffle(shuffled);
        return shuffled.stream()
                .map(host -> new ServerOptions(
                        List.of(host),
                        server.database(),
                        server.user(),
                        server.password(),
                        server.driverProperties(),
                        server.connectTimeout(),
                        server.applicationName(),
                        server.behindPooler(),
                        poolSize,
                        server.readers(),
                        server.poolTimeout(),
                        server.outageTimeout(),
                        server.session()))
                .toList();
    }
}
