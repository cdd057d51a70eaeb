// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.postgres;

import dev.storageport.postgres.server.PostgresAddress;
import dev.storageport.postgres.server.PostgresServer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A primary and a standby that streams from it, both of their own. */
final class FailoverCluster implements AutoCloseable {

    static final String STANDBY = "standby_one";
    static final String DATABASE = "cluster";

    private final PostgresServer primary;
    private final PostgresServer standby;

    private FailoverCluster(PostgresServer primary, PostgresServer standby) {
        this.primary = primary;
        this.standby = standby;
    }

    /** Starts a cluster whose primary waits for nobody. */
    static FailoverCluster asynchronous() {
        PostgresServer primary = PostgresServer.start();
        try {
            primary.address().createDatabase(DATABASE);
            return new FailoverCluster(primary, primary.startStandby(STANDBY));
        } catch (RuntimeException | Error failure) {
            try (primary) {
                throw failure;
            }
        }
    }

    /** Starts a cluster whose primary confirms no commit that the standby does not have. */
    static FailoverCluster synchronous() {
        FailoverCluster cluster = asynchronous();
        cluster.primary.configure("synchronous_standby_names", STANDBY);
        return cluster;
    }

    PostgresServer primary() {
        return primary;
    }

    PostgresServer standby() {
        return standby;
    }

    /** The primary's machine is gone, and whoever watches over the cluster promotes the standby. */
    void failOver() {
        primary.kill();
        standby.promote();
    }

    String url(String parameters) {
        return url(parameters, primary, standby);
    }

    /** The URL of the database on several servers, in their order. */
    static String url(String parameters, PostgresServer... servers) {
        PostgresAddress any = servers[0].address();
        return "postgres://" + any.user() + ":" + any.password() + "@" + hosts(servers) + "/" + DATABASE + "?"
                + parameters;
    }

    static String hosts(PostgresServer... servers) {
        return Arrays.stream(servers).map(server -> server.address().toString()).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        try (primary;
                standby) {
            // Both end, whatever becomes of one.
        }
    }
}
